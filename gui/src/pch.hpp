// What nearly every source of the window includes.
#pragma once

#include <wx/wx.h>

#include <wx/dataview.h>
#include <wx/infobar.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/session/registry.hpp"

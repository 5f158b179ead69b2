// A workbook in the making, in memory. Inside document only.
#pragma once

#include <string>

#include "cells.hpp"

struct lxw_workbook;

namespace xinbu::document {

/// The library writes to paths only, and a report may not lie about on a disk: the path is one into memory.
class WorkbookFile {
public:
    /// Throws Failure `document_failed`, as all of it does.
    WorkbookFile();
    ~WorkbookFile();
    WorkbookFile(const WorkbookFile&) = delete;
    WorkbookFile& operator=(const WorkbookFile&) = delete;

    lxw_workbook* handle() const { return workbook_; }
    /// What the file says of itself: of what, whose, and from which state of which ledger.
    void set_properties(const std::string& title, const std::string& subject, const Frame& frame);
    /// Ends it; the bytes of the whole file.
    Bytes close();

private:
    Bytes content() const;

    int descriptor_;
    lxw_workbook* workbook_ = nullptr;
};

}  // namespace xinbu::document

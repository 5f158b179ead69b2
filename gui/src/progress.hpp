// Progress of long work, from the thread that works to the gauge of a window.
#pragma once

#include <wx/gauge.h>
#include <wx/stattext.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include "texts.hpp"
#include "worker.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::gui {

/// A Progress for a job of `worker`: shows at most twenty reports a second and ends the work when `stop` is
/// set. The controls belong to the window that owns the worker.
inline session::Progress progress_of(Worker& worker, const std::atomic<bool>& stop, wxGauge* gauge,
                                     wxStaticText* step) {
    struct Shown {
        std::mutex mutex;
        std::chrono::steady_clock::time_point at;
    };
    return [&worker, &stop, gauge, step,
            shown = std::make_shared<Shown>()](const session::ProgressReport& report) {
        if (stop) return false;
        const auto now = std::chrono::steady_clock::now();
        {
            const std::lock_guard lock(shown->mutex);
            if (now - shown->at < std::chrono::milliseconds(50)) return true;
            shown->at = now;
        }
        std::string text(report.what);
        if (report.done > 0) text += "  " + grouped(static_cast<std::uint64_t>(report.done));
        if (report.total > 0) text += " / " + grouped(static_cast<std::uint64_t>(report.total));
        const bool measured = report.total > 0;
        const int part = measured ? static_cast<int>(report.done * 1000 / report.total) : 0;
        worker.post([gauge, step, text, measured, part] {
            if (measured) {
                gauge->SetValue(std::min(std::max(part, 0), 1000));
            } else {
                gauge->Pulse();
            }
            step->SetLabelText(to_wx(text));
        });
        return true;
    };
}

}  // namespace xinbu::gui

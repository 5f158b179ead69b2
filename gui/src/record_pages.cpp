#include "record_pages.hpp"

#include <algorithm>

namespace xinbu::gui {
namespace {

constexpr std::size_t most_pages = 20;
// Whoever drags a scroll bar passes pages by; only where it comes to rest matters.
constexpr std::size_t most_wanted = 3;

}  // namespace

void RecordPages::ask(session::Query query) {
    query_ = std::move(query);
    pages_.clear();
    index_.clear();
    wanted_.clear();
    fetching_ = false;
    counting_ = true;
    struct First {
        std::uint64_t count = 0;
        Page page;
    };
    ++asked_;
    worker_.run(
        [this, wanted = query_](const std::atomic<bool>&) -> Result<First> {
            return First{take(registry_.count(wanted)), take(registry_.list(wanted, 0, page_rows))};
        },
        [this, asked = asked_](Result<First> first) {
            if (asked != asked_) return;
            counting_ = false;
            count_ = first ? first->count : 0;
            if (first) keep(0, std::move(first->page));
            events_.counted();
            if (!first) events_.failed(first.error());
        });
}

const session::RecordView* RecordPages::row(std::uint64_t index) {
    if (index >= count_ || counting_) return nullptr;
    const std::uint64_t page = index / page_rows;
    const auto found = index_.find(page);
    if (found == index_.end()) {
        want(page);
        return nullptr;
    }
    pages_.splice(pages_.begin(), pages_, found->second);
    const Page& rows = found->second->rows;
    const std::uint64_t offset = index % page_rows;
    return offset < rows.size() ? &rows[offset] : nullptr;
}

void RecordPages::want(std::uint64_t page) {
    if (std::ranges::find(wanted_, page) != wanted_.end()) return;
    wanted_.push_back(page);
    if (wanted_.size() > most_wanted) wanted_.erase(wanted_.begin());
    fetch_next();
}

void RecordPages::fetch_next() {
    if (fetching_ || wanted_.empty()) return;
    fetching_ = true;
    const std::uint64_t page = wanted_.back();
    worker_.run([this, wanted = query_, page](
                    const std::atomic<bool>&) { return registry_.list(wanted, page * page_rows, page_rows); },
                [this, page, asked = asked_](Result<Page> rows) {
                    if (asked != asked_) return;
                    fetching_ = false;
                    std::erase(wanted_, page);
                    // An empty page stands in for one that failed, or the table would ask for it for ever.
                    keep(page, rows ? std::move(*rows) : Page{});
                    events_.fetched();
                    if (!rows) events_.failed(rows.error());
                    fetch_next();
                });
}

void RecordPages::keep(std::uint64_t page, Page rows) {
    pages_.push_front({page, std::move(rows)});
    index_[page] = pages_.begin();
    if (pages_.size() <= most_pages) return;
    index_.erase(pages_.back().number);
    pages_.pop_back();
}

}  // namespace xinbu::gui

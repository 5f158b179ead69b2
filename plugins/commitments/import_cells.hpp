// Rows of foreign tables, read by names of our own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

struct Column {
    std::string_view member;              ///< what it is called here
    std::vector<std::string_view> names;  ///< what files call it, the usual header first
    bool needed = false;
};

class Cells {
public:
    /// `columns` outlive it.
    Cells(const plugin::CsvRow& row, const std::vector<Column>& columns) : row_(row), columns_(columns) {}
    /// Without identity numbers.
    std::string operator[](std::string_view member) const;
    /// A code in canonical form, without identity numbers.
    std::string code(std::string_view member) const;
    /// As the file has it.
    std::string_view raw(std::string_view member) const;
    /// The header of the first needed column without a cell; empty where all are there.
    std::string_view missing() const;

private:
    std::string_view of(const Column& column) const;
    const plugin::CsvRow& row_;
    const std::vector<Column>& columns_;
};

/// Rejects the row where a needed cell is missing; true where it did.
bool is_refused(const Cells& cells, plugin::ImportSink& sink);

/// The party whose name and code stand in two cells.
plugin::Object party_of(const Cells& cells, std::string_view name, std::string_view identifier);

/// A member invited to a scheme: see campaign.hpp.
void import_invitation(const plugin::CsvRow& row, plugin::ImportSink& sink);

}  // namespace xinbu::commitments

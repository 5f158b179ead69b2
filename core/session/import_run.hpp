// One run of an import: what adapters make of source records goes through here into commits.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "batch.hpp"
#include "xinbu/readers/xlsx.hpp"

namespace xinbu::session {

class Run final : public plugin::ImportSink {
public:
    Run(Registry::Impl& registry, const ImportOptions& options, const Progress& progress,
        std::string message);

    void start_file(const std::filesystem::path& file);
    void start_record(long line);
    /// What counts as a record once the adapter says something of it: an element may also tell that the file
    /// is empty.
    void start_element(long line);
    /// The row of a sheet that what follows is about: faults name its cells. Ends with the next record.
    void is_about(const readers::XlsxRow& row, const std::string& sheet);

    void draft(plugin::Draft draft) override;
    void reject(std::string rule, plugin::Text message) override;
    void reject(Detail detail);
    /// A document is one record and the file: where nothing of it could be taken, the file is broken by what
    /// the adapter said of it.
    void end_document();
    /// The file is of another format, or the rest of it cannot be trusted.
    void reject_file(const Error& error);
    /// Remarks of a reader about a file.
    void remark(const std::map<std::string, readers::XlsxRemark>& remarks);

    /// False: stop.
    bool tell(std::uint64_t done, std::uint64_t total);
    bool stopped() const { return result_.stopped; }

    Imported finish();

private:
    void count_record();
    void end_record();
    void sign();
    void note_known(std::uint64_t position);
    void remark(const std::string& rule, const std::string& words, std::uint64_t count, Detail place);
    /// Where a fault of the present row stands, as far as that can be told; empty but for spreadsheets.
    std::string place_of(const plugin::Object& data, const std::string& pointer) const;

    Registry::Impl& registry_;
    const ImportOptions& options_;
    const Progress& progress_;
    std::string message_;
    NumberedStatements statements_;
    std::optional<Batch> batch_;
    std::string file_;
    long line_ = 0;
    const readers::XlsxRow* row_ = nullptr;
    std::string sheet_;
    /// The record that is being read was counted as read, counted as rejected.
    bool counted_ = false, refused_ = false;
    /// How many drafts it gave, how many of them were taken, and how many an earlier record of this file gave
    /// already, the last of them on a line.
    std::size_t drafted_ = 0, taken_ = 0, repeated_ = 0;
    long repeats_line_ = 0;
    std::size_t first_reason_ = 0;      ///< of the present record, in result_.rejected
    std::uint64_t file_begin_ = 0;      ///< in the ledger
    std::vector<std::uint32_t> lines_;  ///< of what this file added, by position behind it
    std::map<std::string, std::vector<std::string>> words_;  ///< of result_.remarks, without places
    Imported result_;
};

}  // namespace xinbu::session

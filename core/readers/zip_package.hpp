// A ZIP archive as a package of named parts, each read as a stream. The only code that includes libzip.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "xinbu/base/result.hpp"

struct zip;

namespace xinbu::readers {

/// The Failure `bad_xlsx` of a whole file.
Failure bad_xlsx(const std::string& file, const char* rule, std::string message, std::string remedy = {});

class ZipPackage {
public:
    /// `bytes` is the whole file. Throws Failure `bad_xlsx` (zip.format, zip.zip64, zip.parts,
    /// zip.part_twice) without having unpacked anything.
    ZipPackage(std::string bytes, std::string name, std::uint64_t most_parts, std::uint64_t highest_ratio);
    ~ZipPackage();
    ZipPackage(const ZipPackage&) = delete;
    ZipPackage& operator=(const ZipPackage&) = delete;

    /// Names of parts know no upper and lower case.
    bool has(std::string_view part) const;
    /// Unpacked; 0 where there is no such part.
    std::uint64_t size_of(std::string_view part) const;
    /// Hands `use` the unpacked bytes as a stream that ends after as many as the archive says. Throws Failure
    /// `bad_xlsx`: xlsx.part_missing, zip.part_length (more than `most_bytes`), zip.ratio, zip.encrypted,
    /// zip.method, zip.damaged (also where `use` ended with a Failure of its own because of it).
    void read(std::string_view part, std::uint64_t most_bytes,
              const std::function<void(std::istream&)>& use) const;

    const std::string& name() const { return name_; }

private:
    struct Part {
        std::uint64_t index = 0, bytes = 0, packed = 0;
        bool is_encrypted = false, is_known_method = false;
    };
    void check_end() const;
    void list_parts(std::uint64_t most_parts);

    std::string bytes_, name_;
    std::uint64_t most_parts_, highest_ratio_;
    struct Close {
        void operator()(zip* archive) const;
    };
    std::unique_ptr<zip, Close> archive_;
    std::map<std::string, Part, std::less<>> parts_;
};

}  // namespace xinbu::readers

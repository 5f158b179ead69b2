// Page authentication, read straight from the file. Inside storage only.
#pragma once

struct sqlite3;

namespace xinbu::storage {

/// Whether at least one page of the file carries a MAC made with the connection's key: such a file is
/// damaged, one without is foreign. Reads the whole file; for the way of failure only.
bool has_authentic_page(sqlite3* handle, int page_bytes);

}  // namespace xinbu::storage

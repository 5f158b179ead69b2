// Fontconfig keeps the patterns of the fonts in use until the process ends, and frees none of them then. They
// do not become more with more documents.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig";
}

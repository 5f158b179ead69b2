// The cases of ip_cases_test.cpp: a table for each age of a right.
#pragma once

#include <vector>

namespace xinbu::test {

struct Case {
    const char* name;
    const char* right;
    const char* record;  ///< JSON of the recorded data, beside office and number
    std::vector<const char*> events;
    const char* day;
    const char* status;
    const char* overlays;
    const char* states;  ///< of CNIPA; empty for patents and for other offices
    const char* stage;
    std::vector<const char*> deadlines;
};

const std::vector<Case>& applied_marks();
const std::vector<Case>& registered_marks();
const std::vector<Case>& patents();

}  // namespace xinbu::test

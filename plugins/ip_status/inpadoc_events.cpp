// INPADOC codes that matter to an owner or a lender, office by office, and what each is to us. The meaning is
// taken code by code: the office's sign of influence would take court preservation (PP01, "+") for good news.
#include <algorithm>
#include <array>

#include "adapters.hpp"
#include "office_mark.hpp"
#include "office_patent.hpp"

namespace xinbu::ip_status {

namespace {

/// Codes of one office that mean one event, divided by blanks.
struct Family {
    std::string_view office, event, codes;
};

constexpr std::array<Family, 84> families{{
    // China. TR01 moves a right, TA01 an application; PE01 is the pledge, PP01 the preservation by a court.
    {"CN", "publication", "PB01 C06 BB1A"},
    {"CN", "examination", "SE01 C10 DE01 EXSB"},
    {"CN", "grant", "GR01 GR03 GRSP C14 FG1K FG4A"},
    {"CN", "assignment", "TR01 TA01 ASS C41 C44 C45 C47"},
    {"CN", "change", "CP01 CP02 CP03 C56 CB01 CB02 CB04 REPR"},
    {"CN", "licence", "EE01 LIC"},
    {"CN", "licence_end", "EC01 OL02"},
    {"CN", "open_licence", "OL01"},
    {"CN", "pledge", "PE01"},
    {"CN", "pledge_change", "PM01"},
    {"CN", "pledge_end", "PC01"},
    {"CN", "freeze", "PP01"},
    {"CN", "freeze_end", "PD01"},
    {"CN", "partial_invalidation", "IP01 C26 RP01"},
    {"CN", "invalidation", "IW01 C28 RW01"},
    {"CN", "abandonment", "AD01 AR01 AV01 C20 C25 MA1K RGAV"},
    {"CN", "lapse_unpaid", "CF01 C19 MM1K MM4A"},
    {"CN", "expiry", "CX01 CE01 C17 EXPY MK1K MK4A"},
    {"CN", "restoration", "RA01 RR01 C49 C52 REIN"},
    {"CN", "term_adjustment", "TG01 TP01 C15"},
    {"CN", "rejection", "RJ01 C12"},
    {"CN", "withdrawal", "WD01 WW01 C01 C02 C03 C04 C05"},
    // Several things under one code (PLDC: a pledge made, changed or ended), or none that counts here.
    {"CN", "other",
     "PLDC LICC RINS EM01 AV02 C13 C32 C35 C53 C57 C59 C60 C61 C62 CB03 CD02 CGPU CI01 CI02 CI03 COR CU01 "
     "CU02 "
     "CU03 DC01 DCSP DD01 ERR GR02 OR01 RECT REG RN01"},
    // European Patent Office. Codes about one state (PG25, PGFP, BE.., GB.., NL..) leave the others alone.
    {"EP", "examination", "17P 17Q EEER"},
    {"EP", "withdrawal", "18D 18W"},
    {"EP", "rejection", "18R"},
    {"EP", "restoration", "18RR 28 R28"},
    {"EP", "suspension", "19A 19U 29A 29U"},
    {"EP", "suspension_end", "19F 19W 29F 29W"},
    {"EP", "invalidation_request", "26 PLBI PLBT PLBU"},
    {"EP", "request_decided", "26D 26U 27C 27O PLBG PLBH PLBJ PLBK PLBN PLBO PLBP PLBS"},
    {"EP", "partial_invalidation", "27A PUAH"},
    {"EP", "invalidation", "27W PLDC RDAA RDAG RDAH"},
    {"EP", "licence", "111L U76"},
    {"EP", "open_licence", "U79"},
    {"EP", "licence_end", "U82"},
    {"EP", "annual_fee", "U20 U21"},
    {"EP", "lapse_unpaid", "U93"},
    {"EP", "assignment", "U1K"},
    {"EP", "change", "RAP1 RAP2 RAP3 RAP4 U1H"},
    {"EP", "other",
     "111Z U70 26N PLBE AK AX AKX AXX PG25 PGFP PGRI VS25 VSFP VSRI REG STAA GRAA GRAG GRAH GRAJ GRAP GRAR "
     "GRAS "
     "INTG PUAI TPAB TPAC RIC1 RBV RIN1 BERE BECN BECH BECA GBPC GBV EN REF RAV"},
    // United States. What AS recorded stands in its text.
    {"US", "annual_fee", "MAFP FPAY"},
    {"US", "lapse_unpaid", "LAPS FP"},
    {"US", "restoration", "PRDP REIN DP"},
    {"US", "invalidation_request", "IPR PGR CBM RR CO"},
    {"US", "invalidation", "FPB1 FPB2 FPB3 WDR"},
    {"US", "partial_invalidation", "LIMR"},
    {"US", "request_decided", "CONR"},
    {"US", "term_adjustment", "355A 356 PTEG"},
    {"US", "other",
     "AS FEPP STCF STCB STCC STCH STCK STCL STCT STPP REMI SULP DC DCB DD DE IPRC PGRC PA XAS"},
    // Germany; the codes of the DPMA's own register are the same.
    {"DE", "publication", "R200"},
    {"DE", "rejection", "R003"},
    {"DE", "withdrawal", "R005 R118 R123 R132 R437 8133 8136 8140 8141 8143"},
    {"DE", "grant", "R020 8304 D1 D2"},
    {"DE", "invalidation_request", "R026 R039 R165 8310 8333 8363"},
    {"DE", "request_decided", "R028 R030 R031 R040 R173 8313 8314 8365 8368"},
    {"DE", "partial_invalidation", "R034 R043 R050 R056 R169 R171 8312 8366"},
    {"DE", "invalidation", "R037 R042 R064 R103 R168 R170 8311 8331"},
    {"DE", "expiry", "R071"},
    {"DE", "restoration", "R074 8570"},
    {"DE", "change", "R081 R082 8127 8128 8327 8328"},
    {"DE", "open_licence", "R084 8120 8220 8320"},
    {"DE", "licence", "R088"},
    {"DE", "licence_end", "R085 R089 8121 8321"},
    {"DE", "lapse_unpaid", "R119 R142 R156 R157 R158 8139 8339 8340"},
    {"DE", "abandonment", "R120 R231 8330"},
    {"DE", "other", "R000 R001 R002 R004 R016 R018 R019 R079 R083 R086 R087 R096 R097 8364"},
    // Japan and Korea: what ends, restores or moves a right.
    {"JP", "grant", "R150 R151"},
    {"JP", "lapse_unpaid", "LAPS LAPF"},
    {"JP", "expiry", "EXPY"},
    {"JP", "abandonment", "ABAN"},
    {"JP", "invalidation", "RVOP RVTR"},
    {"JP", "assignment", "R350"},
    {"JP", "annual_fee", "FPAY R250"},
    {"KR", "grant", "GRNT REGI"},
    {"KR", "rejection", "E601 X091 X601"},
    {"KR", "withdrawal", "WITB WITN WITR SUBM C193"},
    {"KR", "annual_fee", "FPAY"},
    {"KR", "lapse_unpaid", "LAPS"},
    {"KR", "expiry", "EXPY"},
    {"KR", "invalidation", "EXTG"},
    {"KR", "invalidation_request", "J204"},
    {"KR", "restoration", "R401"},
    {"KR", "change", "N231 N232 N233 N234 N235 N236 N237"},
}};

bool names(std::string_view codes, std::string_view code) {
    for (std::size_t at = codes.find(code); at != std::string_view::npos; at = codes.find(code, at + 1)) {
        const std::size_t end = at + code.size();
        if ((at == 0 || codes[at - 1] == ' ') && (end == codes.size() || codes[end] == ' ')) return true;
    }
    return false;
}

}  // namespace

std::string_view inpadoc_event(std::string_view office, std::string_view code) {
    if (code.empty()) return {};
    const auto family = std::ranges::find_if(
        families, [&](const Family& one) { return one.office == office && names(one.codes, code); });
    return family != families.end() ? family->event : std::string_view();
}

bool is_known_code(const RightName& name, std::string_view code) {
    if (name.office == "DE" && is_dpma_word(code)) return true;
    if (name.is_trademark()) return name.office == "US" && !uspto_mark_event(code).empty();
    int year = 0;
    return !inpadoc_event(name.office, code).empty() ||
           (name.office == "US" && !uspto_patent_event(code, year).empty());
}

}  // namespace xinbu::ip_status

#include "offices.hpp"

namespace xinbu::ip_status {

namespace {

/// WIPO ST.3: the codes of ISO 3166, those of organisations, and those of states that are no more, whose old
/// rights are still told of. Three characters each, but the last.
constexpr std::string_view codes =
    "AD AE AF AG AI AL AM AO AP AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BX BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DD DE DJ DK DM "
    "DO DZ EA EC EE EG EH EM EP ER ES ET FI FJ FK FM FO FR GA GB GC GD GE GF GG GH GI GL GM GN GP GQ "
    "GR GS GT GU GW GY HK HM HN HR HT HU IB ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM "
    "KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR "
    "MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OA OM PA PE PF PG PH PK PL PM PN PR "
    "PS PT PW PY QA QZ RE RH RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX "
    "SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF "
    "WO WS XK XN XU XV XX YE YT YU ZA ZM ZW";

}  // namespace

bool is_office(std::string_view code) {
    constexpr std::size_t letters = 2, step = 3;
    if (code.size() != letters) return false;
    for (std::size_t at = 0; at < codes.size(); at += step)
        if (codes.substr(at, letters) == code) return true;
    return false;
}

}  // namespace xinbu::ip_status

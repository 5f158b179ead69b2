// The formats of other offices that the plugin reads.
#include "declaration.hpp"

namespace xinbu::ip_status {

using plugin::Adapter;
using plugin::SourceFormat;

std::vector<Adapter> adapters() {
    return {
        {"uspto-trademark-daily",
         {"USPTO trademarks, daily XML", "美国专利商标局商标每日数据（XML）"},
         SourceFormat::xml,
         {},
         {"case-file", "data-available-code"}},  // the latter stands in the file of a day without data
        {"tsdr-st66",
         {"USPTO trademark status, ST.66", "美国专利商标局商标状态（ST.66）"},
         SourceFormat::xml,
         {},
         {"TransactionData"}},
        {"tsdr-st96",
         {"USPTO trademark status, ST.96", "美国专利商标局商标状态（ST.96）"},
         SourceFormat::xml,
         {},
         {"Trademark"}},
        {"tsdr-json", {"USPTO trademark status, JSON", "美国专利商标局商标状态（JSON）"}, SourceFormat::json},
        {"uspto-odp-json",
         {"USPTO patents, Open Data Portal JSON", "美国专利商标局专利开放数据（JSON）"},
         SourceFormat::json},
        {"uspto-patent-grant",
         {"USPTO patents, grant XML", "美国专利商标局专利授权公告（XML）"},
         SourceFormat::xml,
         {},
         {"us-patent-grant"}},
        {"dpma-register",
         {"DPMA register: marks, designs, patents", "德国专利商标局登记簿（商标、外观设计、专利）"},
         SourceFormat::xml,
         {},
         {"TradeMark", "Entries", "DesignApplication", "DesignHitListRecord", "dpma-patent-document",
          "PatentHitListRecord", "DocumentHits"}},  // the latter also where there was no hit
        {"epo-ops",
         {"EPO Open Patent Services: family, legal status, register",
          "欧洲专利局开放专利服务（同族、法律状态、登记簿）"},
         SourceFormat::xml,
         {},
         {"family-member", "exchange-document", "register-document", "fault"}},
        {"uspto-patent-applications",
         {"USPTO patents, applications", "美国专利商标局专利申请"},
         SourceFormat::csv,
         {"application_number", "title", "filing_date", "status", "app_type"}},
        {"cn-publications-csv",
         {"Chinese patents by publication number", "中国专利公开（公告）号列表"},
         SourceFormat::csv,
         {"publication_numbers", "title_zh"}},
        {"cnipa-csv",
         {"CNIPA trademarks, Chinese headings", "国家知识产权局商标列表（中文表头）"},
         SourceFormat::csv},
        {"uspto-patent-events",
         {"USPTO patents, events", "美国专利商标局专利事项"},
         SourceFormat::csv,
         {"application_number", "event_date", "event_code", "event_description", "source"}},
        {"uspto-patent-assignments",
         {"USPTO patents, assignments", "美国专利商标局专利权转让登记"},
         SourceFormat::csv,
         {"reel_frame", "application_number", "recorded_date", "conveyance_text", "assignors",
          "execution_date", "assignees", "source"}},
        {"euipo-csv",
         {"EUIPO trademarks", "欧盟知识产权局商标"},
         SourceFormat::csv,
         {"trademark_id", "filing_date", "text", "vienna_codes"}}};
}

}  // namespace xinbu::ip_status

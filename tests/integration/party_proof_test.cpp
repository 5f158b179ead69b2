// The other party's own signature, made with openssl over the text that the program wrote.
#include "program.hpp"
#include "xinbu/base/bytes.hpp"

namespace xinbu::test {
namespace {

class PartyProof : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        here.make_registry("association", "association", "51320282MJ000000XL");
        ASSERT_EQ(here.as("admin", "association", {"add", sample("association.json").string()}).code, 0);
        draft = read_all(sample("commitment.json"));
    }
    /// Runs openssl in the folder; its output, or a failed test.
    std::string openssl(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "openssl");
        const Outcome outcome = here.run(std::move(arguments));
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return outcome.out;
    }
    std::string path(const char* name) const { return (here / name).string(); }
    /// The draft with a proof of that algorithm, signed by a key made for it.
    std::string proven(const std::string& algorithm) {
        if (algorithm == "ed25519") {
            openssl({"genpkey", "-algorithm", "ed25519", "-out", path("key.pem")});
        } else {
            const std::string curve = algorithm == "sm2" ? "SM2" : "P-256";
            openssl({"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve, "-out",
                     path("key.pem")});
        }
        openssl({"pkey", "-in", path("key.pem"), "-pubout", "-outform", "DER", "-out", path("public.der")});
        const Outcome text = here.xinbu({"statement", here.file("draft.json", draft), "--out", path("text")});
        EXPECT_EQ(text.code, 0) << text.err;
        std::vector<std::string> sign{"pkeyutl", "-sign",      "-rawin", "-inkey",         path("key.pem"),
                                      "-in",     path("text"), "-out",   path("signature")};
        if (algorithm == "ecdsa-p256") sign.insert(sign.end(), {"-digest", "sha256"});
        if (algorithm == "sm2")
            sign.insert(sign.end(), {"-digest", "sm3", "-pkeyopt", "distid:1234567812345678"});
        openssl(sign);
        return with_proof(algorithm, to_base64(as_bytes(read_all(path("public.der")))),
                          to_base64(as_bytes(read_all(path("signature")))));
    }
    std::string with_proof(const std::string& algorithm, const std::string& key,
                           const std::string& signature) const {
        const std::string statement = R"({"kind": "statement", "signatory": "公司法定代表人"})";
        std::string changed = draft;
        const std::size_t at = changed.find(statement);
        EXPECT_NE(at, std::string::npos);
        return changed.replace(at, statement.size(),
                               R"({"kind":"signature","algorithm":")" + algorithm + R"(","public_key":")" +
                                   key + R"(","signature":")" + signature + R"("})");
    }
    Outcome add(const std::string& proven_draft) {
        return here.as("admin", "association", {"add", here.file("proven.json", proven_draft), "--json"});
    }

    std::string draft;
};

TEST_F(PartyProof, is_taken_verified_and_shown) {
    const std::string good = proven("ed25519");
    EXPECT_EQ(read_all(path("text")).find("公司法定代表人"), std::string::npos) << "no proof in the text";
    EXPECT_NE(read_all(path("text")).find(R"("proof":"/data/promisor_proof")"), std::string::npos);
    // One letter of the promise, of the key, of the signature.
    std::string altered = good;
    altered.replace(altered.find("参加"), std::string("参加").size(), "加入");
    const Outcome refused = add(altered);
    EXPECT_EQ(refused.code, 3) << refused.out;
    EXPECT_NE(refused.out.find("proof.signature"), std::string::npos) << refused.out;
    EXPECT_NE(add(with_proof("ed25519", "AAAA", "AAAA")).out.find("proof.key"), std::string::npos);
    EXPECT_NE(add(with_proof("ecdsa-p256", to_base64(as_bytes(read_all(path("public.der")))), "AAAA"))
                  .out.find("proof.key"),
              std::string::npos)
        << "the key is of another algorithm than it says";
    const Outcome added = add(good);
    ASSERT_EQ(added.code, 0) << added.out << added.err;
    const Outcome shown =
        here.as("admin", "association", {"show", "commitment/32028220260301000001", "--json"});
    EXPECT_NE(shown.out.find(R"("proof_strength":"strong")"), std::string::npos) << shown.out;
    const Outcome audit = here.as("admin", "association", {"audit"});
    EXPECT_EQ(audit.code, 0) << audit.out;
}

TEST_F(PartyProof, comes_from_a_P256_key_as_well) {
    const Outcome added = add(proven("ecdsa-p256"));
    ASSERT_EQ(added.code, 0) << added.out << added.err;
    const Outcome audit = here.as("admin", "association", {"audit"});
    EXPECT_EQ(audit.code, 0) << audit.out;
}

TEST_F(PartyProof, comes_from_an_SM2_key_as_well) {
    const Outcome added = add(proven("sm2"));
    ASSERT_EQ(added.code, 0) << added.out << added.err;
    EXPECT_EQ(add(with_proof("ecdsa-p256", to_base64(as_bytes(read_all(path("public.der")))), "AAAA")).code,
              3);
    const Outcome audit = here.as("admin", "association", {"audit"});
    EXPECT_EQ(audit.code, 0) << audit.out;
}

TEST_F(PartyProof, is_no_proof_of_something_else) {
    const std::string one = proven("ed25519"), text = read_all(path("text"));
    // What was signed as an acknowledgement does not prove a pledge: the place is in the text.
    const Outcome other =
        here.xinbu({"statement", here.file("draft.json", draft), "--proof", "/data/pledgor_proof"});
    EXPECT_EQ(other.code, 2) << other.err;
    const Outcome none = here.xinbu(
        {"statement",
         here.file("none.json", R"({"type":"brands.brand.recorded","effective":"2026-01-01","data":{}})")});
    EXPECT_EQ(none.code, 2) << none.err;
    // The text does not depend on the proof that the draft holds already, nor on its order of members.
    const Outcome again = here.xinbu({"statement", here.file("again.json", one)});
    EXPECT_EQ(again.out, text);
}

}  // namespace
}  // namespace xinbu::test

// A PKCS#11 module for tests: SoftHSM2's functions, some of which fail as XINBU_TOKEN_FAULT says.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <cstdlib>
#include <string_view>

namespace {

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST ours;

bool is_fault(std::string_view name) {
    const char* fault = std::getenv("XINBU_TOKEN_FAULT");
    return fault != nullptr && fault == name;
}

CK_RV initialize(void* arguments) {
    return is_fault("initialize") ? CKR_GENERAL_ERROR : real->C_Initialize(arguments);
}

CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    const CK_RV answer = real->C_GetTokenInfo(slot, info);
    if (is_fault("locked before")) info->flags |= CKF_USER_PIN_LOCKED;
    if (is_fault("last try")) info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (is_fault("keypad")) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    return answer;
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG size) {
    if (is_fault("locked")) return CKR_PIN_LOCKED;
    if (is_fault("expired")) return CKR_PIN_EXPIRED;
    if (is_fault("keypad")) return pin == nullptr ? CKR_FUNCTION_CANCELED : CKR_GENERAL_ERROR;
    return real->C_Login(session, user, pin, size);
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_size, unsigned char* signature,
           CK_ULONG* size) {
    const CK_RV answer = real->C_Sign(session, data, data_size, signature, size);
    if (is_fault("removed")) return CKR_DEVICE_REMOVED;
    if (is_fault("wrong")) signature[0] ^= 1;
    if (is_fault("short")) *size = 20;
    return answer;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    void* library = ::dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return CKR_GENERAL_ERROR;
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (get == nullptr || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
    ours = *real;
    ours.C_Initialize = initialize;
    ours.C_GetTokenInfo = get_token_info;
    ours.C_Login = login;
    ours.C_Sign = sign;
    ours.C_GetFunctionList = C_GetFunctionList;
    *list = &ours;
    return CKR_OK;
}

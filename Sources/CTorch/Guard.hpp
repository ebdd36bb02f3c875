#pragma once

#include <ATen/ATen.h>

#include <cstring>
#include <exception>
#include <utility>
#include <vector>

#include "CTorch.h"

struct ctorch_tensor {
    at::Tensor value;
    explicit ctorch_tensor(at::Tensor tensor);
    ~ctorch_tensor();
    ctorch_tensor(const ctorch_tensor &) = delete;
    ctorch_tensor &operator=(const ctorch_tensor &) = delete;
};

struct ctorch_random {
    at::Generator value;
};

namespace ctorch {

static_assert(sizeof(ptrdiff_t) == sizeof(int64_t), "sizes are passed as pointers to 64-bit integers");

/// Runs `body`; what it throws becomes text for the caller to free.
template <typename Body>
char *guarded(Body &&body) noexcept {
    try {
        body();
        return nullptr;
    } catch (const c10::Error &error) {
        return strdup(error.what_without_backtrace());
    } catch (const std::exception &error) {
        return strdup(error.what());
    } catch (...) {
        return strdup("an exception that is no std::exception");
    }
}

inline ctorch_tensor *wrap(at::Tensor tensor) {
    return tensor.defined() ? new ctorch_tensor(std::move(tensor)) : nullptr;
}

/// Two results at once: neither handle is lost where making the second one throws.
inline void wrap(std::tuple<at::Tensor, at::Tensor> pair, ctorch_out first, ctorch_out second) {
    *first = wrap(std::move(std::get<0>(pair)));
    *second = wrap(std::move(std::get<1>(pair)));
}

inline at::Tensor optional(ctorch_in tensor) { return tensor ? tensor->value : at::Tensor(); }

inline at::IntArrayRef list(const ptrdiff_t *values, size_t count) {
    return {reinterpret_cast<const int64_t *>(values), count};
}

inline std::vector<at::Tensor> list(const ctorch_in *tensors, size_t count) {
    std::vector<at::Tensor> values;
    values.reserve(count);
    for (size_t i = 0; i < count; ++i) values.push_back(optional(tensors[i]));
    return values;
}

inline at::ScalarType type(int32_t number) { return static_cast<at::ScalarType>(number); }

inline at::Device device(int32_t number) {
    return number < 0 ? at::Device(at::kCPU)
                      : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(number));
}

inline at::TensorOptions options(int32_t type_number, int32_t device_number) {
    return at::TensorOptions().dtype(type(type_number)).device(device(device_number));
}

}  // namespace ctorch

/// The body of a fallible function: one expression under the guard.
#define GUARDED(...)                                       \
    {                                                      \
        return ctorch::guarded([&] { __VA_ARGS__; });      \
    }

/// The same, where the expression is the one result.
#define GUARDED_RESULT(...) GUARDED(*out = ctorch::wrap(__VA_ARGS__))

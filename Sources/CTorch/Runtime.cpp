#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/util/Logging.h>
#include <torch/csrc/api/include/torch/version.h>

#include <malloc.h>

#include <atomic>
#include <climits>
#include <functional>
#include <string>

#include "Guard.hpp"

namespace {
std::atomic<int64_t> live_tensors{0};

/// Stack traces cost milliseconds for each exception, and nobody is shown them.
[[maybe_unused]] const bool without_stack_traces = [] {
    c10::SetStackTraceFetcher(std::function<std::string()>([] { return std::string(); }));
    return true;
}();
}

ctorch_tensor::ctorch_tensor(at::Tensor tensor) : value(std::move(tensor)) { ++live_tensors; }
ctorch_tensor::~ctorch_tensor() { --live_tensors; }

const char *ctorch_version(void) { return TORCH_VERSION; }

void ctorch_text_free(char *text) { free(text); }

int64_t ctorch_live_tensors(void) { return live_tensors; }

void ctorch_free(ctorch_tensor *tensor) { delete tensor; }

void ctorch_random_free(ctorch_random *random) { delete random; }

int32_t ctorch_threads(void) { return at::get_num_threads(); }

ctorch_error ctorch_set_threads(int32_t count) GUARDED(at::set_num_threads(count))

void ctorch_keep_freed_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

int32_t ctorch_cuda_devices(void) {
    int32_t count = 0;
    char *problem = ctorch::guarded([&] { count = static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()); });
    free(problem);
    return problem ? 0 : count;
}

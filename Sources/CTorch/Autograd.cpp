#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/forward_grad.h>

#include "Guard.hpp"

using namespace ctorch;

bool ctorch_gradient_mode(void) { return at::GradMode::is_enabled(); }

void ctorch_set_gradient_mode(bool enabled) { at::GradMode::set_enabled(enabled); }

ctorch_error ctorch_gradients(
    const ctorch_in *outputs, size_t output_count, const ctorch_in *inputs, size_t input_count,
    const ctorch_in *output_gradients, bool retain_graph, bool create_graph, ctorch_out gradients)
    GUARDED(auto results = torch::autograd::grad(
                list(outputs, output_count), list(inputs, input_count),
                list(output_gradients, output_gradients ? output_count : 0), retain_graph, create_graph, true);
            for (size_t i = 0; i < results.size(); ++i) gradients[i] = wrap(results[i]))

ctorch_error ctorch_enter_dual_level(uint64_t *level)
    GUARDED(*level = torch::autograd::forward_ad::enter_dual_level())

ctorch_error ctorch_exit_dual_level(uint64_t level) GUARDED(torch::autograd::forward_ad::exit_dual_level(level))

ctorch_error ctorch_make_dual(ctorch_in value, ctorch_in tangent, uint64_t level, ctorch_out out)
    GUARDED_RESULT(at::_make_dual(value->value, tangent->value, static_cast<int64_t>(level)))

bool ctorch_is_dual(ctorch_in tensor) { return tensor->value._fw_grad(0).defined(); }

ctorch_error ctorch_unpack_dual(ctorch_in dual, uint64_t level, ctorch_out value, ctorch_out tangent)
    GUARDED(wrap(at::_unpack_dual(dual->value, static_cast<int64_t>(level)), value, tangent))

#include "Guard.hpp"

using namespace ctorch;

ctorch_error ctorch_linear(ctorch_in x, ctorch_in weight, ctorch_in bias, ctorch_out out)
    GUARDED_RESULT(at::linear(x->value, weight->value, optional(bias)))

ctorch_error ctorch_softmax(ctorch_in x, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::softmax(x->value, static_cast<int64_t>(dim)))

ctorch_error ctorch_log_softmax(ctorch_in x, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::log_softmax(x->value, static_cast<int64_t>(dim)))

ctorch_error ctorch_conv2d(
    ctorch_in x, ctorch_in weight, ctorch_in bias, ptrdiff_t stride, ptrdiff_t padding, ptrdiff_t dilation,
    ptrdiff_t groups, ctorch_out out)
    GUARDED_RESULT(at::conv2d(
        x->value, weight->value, optional(bias), {stride, stride}, at::IntArrayRef{padding, padding},
        {dilation, dilation}, groups))

ctorch_error ctorch_max_pool2d(ctorch_in x, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t padding, ctorch_out out)
    GUARDED_RESULT(at::max_pool2d(x->value, {kernel, kernel}, {stride, stride}, {padding, padding}))

ctorch_error ctorch_avg_pool2d(ctorch_in x, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t padding, ctorch_out out)
    GUARDED_RESULT(at::avg_pool2d(x->value, {kernel, kernel}, {stride, stride}, {padding, padding}))

ctorch_error ctorch_adaptive_avg_pool2d(ctorch_in x, ptrdiff_t height, ptrdiff_t width, ctorch_out out)
    GUARDED_RESULT(at::adaptive_avg_pool2d(x->value, {height, width}))

ctorch_error ctorch_native_batch_norm(
    ctorch_in x, ctorch_in weight, ctorch_in bias, ctorch_in running_mean, ctorch_in running_var, bool training,
    double epsilon, ctorch_out out, ctorch_out mean, ctorch_out invstd)
    GUARDED(auto result = at::native_batch_norm(
                x->value, optional(weight), optional(bias), optional(running_mean), optional(running_var),
                training, 0, epsilon);
            *out = wrap(std::get<0>(result)); *mean = wrap(std::get<1>(result));
            *invstd = wrap(std::get<2>(result)))

ctorch_error ctorch_native_batch_norm_backward(
    ctorch_in gradient, ctorch_in x, ctorch_in weight, ctorch_in mean, ctorch_in invstd, double epsilon,
    ctorch_out out)
    GUARDED_RESULT(std::get<0>(at::native_batch_norm_backward(
        gradient->value, x->value, optional(weight), {}, {}, mean->value, invstd->value, true, epsilon,
        {true, false, false})))

ctorch_error ctorch_layer_norm(
    ctorch_in x, const ptrdiff_t *shape, size_t rank, ctorch_in weight, ctorch_in bias, double epsilon,
    ctorch_out out)
    GUARDED_RESULT(at::layer_norm(x->value, list(shape, rank), optional(weight), optional(bias), epsilon))

ctorch_error ctorch_group_norm(
    ctorch_in x, ptrdiff_t groups, ctorch_in weight, ctorch_in bias, double epsilon, ctorch_out out)
    GUARDED_RESULT(at::group_norm(x->value, groups, optional(weight), optional(bias), epsilon))

ctorch_error ctorch_upsample_nearest2d(ctorch_in x, ptrdiff_t height, ptrdiff_t width, ctorch_out out)
    GUARDED_RESULT(at::upsample_nearest2d(x->value, at::IntArrayRef{height, width}))

ctorch_error ctorch_upsample_bilinear2d(
    ctorch_in x, ptrdiff_t height, ptrdiff_t width, bool align_corners, ctorch_out out)
    GUARDED_RESULT(at::upsample_bilinear2d(x->value, at::IntArrayRef{height, width}, align_corners))

ctorch_error ctorch_lstm_cell(
    ctorch_in x, ctorch_in hidden, ctorch_in cell, ctorch_in input_weight, ctorch_in hidden_weight,
    ctorch_in input_bias, ctorch_in hidden_bias, ctorch_out new_hidden, ctorch_out new_cell)
    GUARDED(wrap(
        at::lstm_cell(
            x->value, {hidden->value, cell->value}, input_weight->value, hidden_weight->value,
            optional(input_bias), optional(hidden_bias)),
        new_hidden, new_cell))

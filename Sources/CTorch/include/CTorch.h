#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The libtorch calls in use, as plain C.
///
/// A fallible function returns NULL, or the text of what libtorch threw, to be freed with `ctorch_text_free`.
/// Results are handles written through out-pointers and freed by their owner; an undefined tensor is NULL, in
/// arguments where ATen takes an optional tensor and in results. Types are numbers of `c10::ScalarType`; a device
/// is -1 for the CPU or the index of a CUDA device. Shapes and lists are a pointer and a count.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctorch_tensor ctorch_tensor;
typedef struct ctorch_random ctorch_random;
typedef struct ctorch_script ctorch_script;
typedef const ctorch_tensor *ctorch_in;
typedef ctorch_tensor **ctorch_out;
typedef char *ctorch_error;

// Runtime

const char *ctorch_version(void);
void ctorch_text_free(char *text);
/// Handles that were created and not yet freed, in the whole process.
int64_t ctorch_live_tensors(void);
int32_t ctorch_threads(void);
ctorch_error ctorch_set_threads(int32_t count);
/// Has the C library keep freed memory of up to 32 MiB a piece for the next tensors, for the whole process.
void ctorch_keep_freed_memory(void);
int32_t ctorch_cuda_devices(void);

// Creation

void ctorch_free(ctorch_tensor *tensor);
/// Copies as many bytes as the shape asks for.
ctorch_error ctorch_from_bytes(
    const void *bytes, const ptrdiff_t *shape, size_t rank, int32_t type, ctorch_out out);
ctorch_error ctorch_full(
    const ptrdiff_t *shape, size_t rank, double value, int32_t type, int32_t device, ctorch_out out);
ctorch_error ctorch_full_like(ctorch_in x, double value, ctorch_out out);
ctorch_error ctorch_arange(ptrdiff_t count, int32_t type, int32_t device, ctorch_out out);

// Random numbers, always from the CPU's generator

ctorch_error ctorch_random_create(uint64_t seed, ctorch_random **out);
void ctorch_random_free(ctorch_random *random);
ctorch_error ctorch_normal(
    const ptrdiff_t *shape, size_t rank, double mean, double deviation, int32_t type, ctorch_random *random,
    ctorch_out out);
ctorch_error ctorch_uniform(
    const ptrdiff_t *shape, size_t rank, double low, double high, int32_t type, ctorch_random *random,
    ctorch_out out);
ctorch_error ctorch_bernoulli(
    const ptrdiff_t *shape, size_t rank, double probability, int32_t type, ctorch_random *random, ctorch_out out);
ctorch_error ctorch_permutation(ptrdiff_t count, ctorch_random *random, ctorch_out out);

// Properties and content

int32_t ctorch_type(ctorch_in x);
int32_t ctorch_device(ctorch_in x);
size_t ctorch_rank(ctorch_in x);
ptrdiff_t ctorch_size(ctorch_in x, size_t dim);
ptrdiff_t ctorch_count(ctorch_in x);
bool ctorch_requires_gradient(ctorch_in x);
bool ctorch_is_contiguous(ctorch_in x, bool channels_last);
ctorch_error ctorch_item(ctorch_in x, double *out);
/// The elements in row-major order; `length` is the room at `bytes` and must be what they need.
ctorch_error ctorch_copy_bytes(ctorch_in x, void *bytes, size_t length);

ctorch_error ctorch_to_type(ctorch_in x, int32_t type, ctorch_out out);
ctorch_error ctorch_to_device(ctorch_in x, int32_t device, ctorch_out out);
ctorch_error ctorch_contiguous(ctorch_in x, bool channels_last, ctorch_out out);
ctorch_error ctorch_clone(ctorch_in x, ctorch_out out);
ctorch_error ctorch_detach(ctorch_in x, ctorch_out out);
ctorch_error ctorch_requiring_gradient(ctorch_in x, ctorch_out out);

// Arithmetic

ctorch_error ctorch_add(ctorch_in a, ctorch_in b, double scale, ctorch_out out);
ctorch_error ctorch_sub(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_mul(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_div(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_pow(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_maximum(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_minimum(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_lerp(ctorch_in a, ctorch_in b, double weight, ctorch_out out);
ctorch_error ctorch_addcmul(ctorch_in x, ctorch_in a, ctorch_in b, double scale, ctorch_out out);
ctorch_error ctorch_addcdiv(ctorch_in x, ctorch_in a, ctorch_in b, double scale, ctorch_out out);

ctorch_error ctorch_add_scalar(ctorch_in x, double value, ctorch_out out);
ctorch_error ctorch_sub_from_scalar(ctorch_in x, double value, ctorch_out out);
ctorch_error ctorch_mul_scalar(ctorch_in x, double value, ctorch_out out);
ctorch_error ctorch_div_scalar(ctorch_in x, double value, ctorch_out out);
ctorch_error ctorch_pow_scalar(ctorch_in x, double exponent, ctorch_out out);
ctorch_error ctorch_clamp_min(ctorch_in x, double low, ctorch_out out);
ctorch_error ctorch_clamp_max(ctorch_in x, double high, ctorch_out out);
ctorch_error ctorch_leaky_relu(ctorch_in x, double slope, ctorch_out out);

ctorch_error ctorch_neg(ctorch_in x, ctorch_out out);
ctorch_error ctorch_exp(ctorch_in x, ctorch_out out);
ctorch_error ctorch_log(ctorch_in x, ctorch_out out);
ctorch_error ctorch_log1p(ctorch_in x, ctorch_out out);
ctorch_error ctorch_erf(ctorch_in x, ctorch_out out);
ctorch_error ctorch_atan(ctorch_in x, ctorch_out out);
ctorch_error ctorch_sqrt(ctorch_in x, ctorch_out out);
ctorch_error ctorch_rsqrt(ctorch_in x, ctorch_out out);
ctorch_error ctorch_abs(ctorch_in x, ctorch_out out);
ctorch_error ctorch_sign(ctorch_in x, ctorch_out out);
ctorch_error ctorch_square(ctorch_in x, ctorch_out out);
ctorch_error ctorch_reciprocal(ctorch_in x, ctorch_out out);
ctorch_error ctorch_sigmoid(ctorch_in x, ctorch_out out);
ctorch_error ctorch_tanh(ctorch_in x, ctorch_out out);
ctorch_error ctorch_relu(ctorch_in x, ctorch_out out);
ctorch_error ctorch_silu(ctorch_in x, ctorch_out out);
ctorch_error ctorch_softplus(ctorch_in x, ctorch_out out);
ctorch_error ctorch_floor(ctorch_in x, ctorch_out out);
ctorch_error ctorch_round(ctorch_in x, ctorch_out out);

// Comparison and logic

ctorch_error ctorch_gt(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_ge(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_lt(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_le(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_eq(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_gt_scalar(ctorch_in a, double b, ctorch_out out);
ctorch_error ctorch_ge_scalar(ctorch_in a, double b, ctorch_out out);
ctorch_error ctorch_lt_scalar(ctorch_in a, double b, ctorch_out out);
ctorch_error ctorch_le_scalar(ctorch_in a, double b, ctorch_out out);
ctorch_error ctorch_eq_scalar(ctorch_in a, double b, ctorch_out out);
ctorch_error ctorch_logical_not(ctorch_in x, ctorch_out out);
ctorch_error ctorch_logical_and(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_logical_or(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_isfinite(ctorch_in x, ctorch_out out);
ctorch_error ctorch_where(ctorch_in condition, ctorch_in a, ctorch_in b, ctorch_out out);

// Reduction: no dimensions are all dimensions

ctorch_error ctorch_sum(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out);
ctorch_error ctorch_mean(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out);
ctorch_error ctorch_var(
    ctorch_in x, const ptrdiff_t *dims, size_t count, bool unbiased, bool keep, ctorch_out out);
ctorch_error ctorch_norm(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out);
ctorch_error ctorch_logsumexp(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out);
ctorch_error ctorch_amax(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out);
ctorch_error ctorch_amin(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out);
ctorch_error ctorch_max_dim(ctorch_in x, ptrdiff_t dim, bool keep, ctorch_out values, ctorch_out indices);
ctorch_error ctorch_min_dim(ctorch_in x, ptrdiff_t dim, bool keep, ctorch_out values, ctorch_out indices);
ctorch_error ctorch_argmax(ctorch_in x, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_all(ctorch_in x, ctorch_out out);
ctorch_error ctorch_any(ctorch_in x, ctorch_out out);
ctorch_error ctorch_cumsum(ctorch_in x, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_sort(ctorch_in x, ptrdiff_t dim, bool descending, ctorch_out values, ctorch_out indices);
ctorch_error ctorch_topk(ctorch_in x, ptrdiff_t count, ptrdiff_t dim, ctorch_out values, ctorch_out indices);
ctorch_error ctorch_bincount(ctorch_in x, ctorch_in weights, ptrdiff_t minimum, ctorch_out out);

// Shape and selection

ctorch_error ctorch_reshape(ctorch_in x, const ptrdiff_t *shape, size_t rank, ctorch_out out);
ctorch_error ctorch_expand(ctorch_in x, const ptrdiff_t *shape, size_t rank, ctorch_out out);
ctorch_error ctorch_permute(ctorch_in x, const ptrdiff_t *dims, size_t count, ctorch_out out);
ctorch_error ctorch_transpose(ctorch_in x, ptrdiff_t a, ptrdiff_t b, ctorch_out out);
ctorch_error ctorch_unsqueeze(ctorch_in x, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_squeeze(ctorch_in x, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_flatten(ctorch_in x, ptrdiff_t from, ctorch_out out);
ctorch_error ctorch_narrow(ctorch_in x, ptrdiff_t dim, ptrdiff_t start, ptrdiff_t length, ctorch_out out);
ctorch_error ctorch_flip(ctorch_in x, const ptrdiff_t *dims, size_t count, ctorch_out out);
ctorch_error ctorch_pad(ctorch_in x, const ptrdiff_t *amounts, size_t count, double value, ctorch_out out);
ctorch_error ctorch_select(ctorch_in x, ptrdiff_t dim, ptrdiff_t index, ctorch_out out);
ctorch_error ctorch_index_select(ctorch_in x, ptrdiff_t dim, ctorch_in index, ctorch_out out);
ctorch_error ctorch_gather(ctorch_in x, ptrdiff_t dim, ctorch_in index, ctorch_out out);
ctorch_error ctorch_scatter_add(ctorch_in x, ptrdiff_t dim, ctorch_in index, ctorch_in source, ctorch_out out);
ctorch_error ctorch_one_hot(ctorch_in x, ptrdiff_t classes, ctorch_out out);
ctorch_error ctorch_cat(const ctorch_in *tensors, size_t count, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_stack(const ctorch_in *tensors, size_t count, ptrdiff_t dim, ctorch_out out);

// Networks

ctorch_error ctorch_matmul(ctorch_in a, ctorch_in b, ctorch_out out);
ctorch_error ctorch_linear(ctorch_in x, ctorch_in weight, ctorch_in bias, ctorch_out out);
ctorch_error ctorch_softmax(ctorch_in x, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_log_softmax(ctorch_in x, ptrdiff_t dim, ctorch_out out);
ctorch_error ctorch_conv2d(
    ctorch_in x, ctorch_in weight, ctorch_in bias, ptrdiff_t stride, ptrdiff_t padding, ptrdiff_t dilation,
    ptrdiff_t groups, ctorch_out out);
ctorch_error ctorch_max_pool2d(
    ctorch_in x, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t padding, ctorch_out out);
ctorch_error ctorch_avg_pool2d(
    ctorch_in x, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t padding, ctorch_out out);
ctorch_error ctorch_adaptive_avg_pool2d(ctorch_in x, ptrdiff_t height, ptrdiff_t width, ctorch_out out);
/// `mean` and `invstd` are those of the batch where `training`, else empty.
ctorch_error ctorch_native_batch_norm(
    ctorch_in x, ctorch_in weight, ctorch_in bias, ctorch_in running_mean, ctorch_in running_var, bool training,
    double epsilon, ctorch_out out, ctorch_out mean, ctorch_out invstd);
/// The input's gradient in training mode.
ctorch_error ctorch_native_batch_norm_backward(
    ctorch_in gradient, ctorch_in x, ctorch_in weight, ctorch_in mean, ctorch_in invstd, double epsilon,
    ctorch_out out);
ctorch_error ctorch_layer_norm(
    ctorch_in x, const ptrdiff_t *shape, size_t rank, ctorch_in weight, ctorch_in bias, double epsilon,
    ctorch_out out);
ctorch_error ctorch_group_norm(
    ctorch_in x, ptrdiff_t groups, ctorch_in weight, ctorch_in bias, double epsilon, ctorch_out out);
ctorch_error ctorch_upsample_nearest2d(ctorch_in x, ptrdiff_t height, ptrdiff_t width, ctorch_out out);
ctorch_error ctorch_upsample_bilinear2d(
    ctorch_in x, ptrdiff_t height, ptrdiff_t width, bool align_corners, ctorch_out out);
ctorch_error ctorch_lstm_cell(
    ctorch_in x, ctorch_in hidden, ctorch_in cell, ctorch_in input_weight, ctorch_in hidden_weight,
    ctorch_in input_bias, ctorch_in hidden_bias, ctorch_out new_hidden, ctorch_out new_cell);

// Derivatives

/// Whether operations on the calling thread are recorded for reverse mode.
bool ctorch_gradient_mode(void);
void ctorch_set_gradient_mode(bool enabled);
/// `output_gradients` is NULL for ones; a gradient of an input that no output depends on is NULL.
ctorch_error ctorch_gradients(
    const ctorch_in *outputs, size_t output_count, const ctorch_in *inputs, size_t input_count,
    const ctorch_in *output_gradients, bool retain_graph, bool create_graph, ctorch_out gradients);
/// Levels belong to the process, not to a thread, and do not nest.
ctorch_error ctorch_enter_dual_level(uint64_t *level);
ctorch_error ctorch_exit_dual_level(uint64_t level);
ctorch_error ctorch_make_dual(ctorch_in value, ctorch_in tangent, uint64_t level, ctorch_out out);
/// Whether the tensor carries a tangent.
bool ctorch_is_dual(ctorch_in tensor);
ctorch_error ctorch_unpack_dual(ctorch_in dual, uint64_t level, ctorch_out value, ctorch_out tangent);

// TorchScript

/// What is traced: owns `input`, keeps the result, which the caller reads before anything else is called; NULL where
/// it failed.
typedef ctorch_in (*ctorch_network)(void *context, ctorch_tensor *input);
/// Is given `length` bytes under a name, to be copied.
typedef void (*ctorch_sink)(void *context, const char *name, const void *bytes, size_t length);
/// Is given a tensor, which it owns, under its dotted name.
typedef void (*ctorch_visitor)(void *context, const char *name, ctorch_tensor *tensor, bool is_parameter);

/// A module in evaluation mode that holds nothing yet; `name` is its class.
ctorch_error ctorch_script_create(const char *name, ctorch_script **out);
void ctorch_script_free(ctorch_script *script);
/// Registers a parameter or a buffer under a dotted name; what stands before a dot is a module.
ctorch_error ctorch_script_add(ctorch_script *script, const char *name, ctorch_in tensor, bool is_parameter);
/// Adds an extra file to what `ctorch_script_save` writes.
ctorch_error ctorch_script_note(ctorch_script *script, const char *name, const char *content);
/// Gives the module its `forward`: what `network` does with `example` and with the tensors that were added.
ctorch_error ctorch_script_trace(
    ctorch_script *script, ctorch_in example, ctorch_network network, void *context);
/// Gives the archive to `sink`, once.
ctorch_error ctorch_script_save(const ctorch_script *script, ctorch_sink sink, void *context);
ctorch_error ctorch_script_load(const void *bytes, size_t length, int32_t device, ctorch_script **out);
/// All parameters, then all buffers.
ctorch_error ctorch_script_tensors(const ctorch_script *script, ctorch_visitor visitor, void *context);
/// All extra files, in no order.
ctorch_error ctorch_script_notes(const ctorch_script *script, ctorch_sink sink, void *context);
ctorch_error ctorch_script_forward(ctorch_script *script, ctorch_in input, ctorch_out out);

// Modules that are trained

/// How many inputs `forward` needs; -1 where there is no `forward`.
ctorch_error ctorch_script_inputs(const ctorch_script *script, ptrdiff_t *out);
/// The first operation of the module's code that reads or writes files; empty where there is none. The caller frees it.
ctorch_error ctorch_script_file_access(const ctorch_script *script, char **out);
/// Where a tensor's elements begin; NULL for none.
const void *ctorch_address(ctorch_in x);
/// Puts a tensor in the place of the parameter or buffer of that dotted name.
ctorch_error ctorch_script_set(ctorch_script *script, const char *name, ctorch_in tensor);
/// Training or evaluation mode of the module and all in it; without `dropout`, PyTorch's dropout modules stay in
/// evaluation mode.
ctorch_error ctorch_script_train(ctorch_script *script, bool training, bool dropout);
/// As `ctorch_script_forward`, operation by operation as the code says: nothing is fused or differs from call to call,
/// and every operation sees dual numbers. Random numbers come from the process's generator, which is seeded before.
/// Where `forward` gives no tensor, `other` is the type of what it gives, as Python writes it; the caller frees it.
ctorch_error ctorch_script_run(
    ctorch_script *script, ctorch_in input, uint64_t seed, ctorch_out out, char **other);

#ifdef __cplusplus
}
#endif

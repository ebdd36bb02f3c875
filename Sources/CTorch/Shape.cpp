#include "Guard.hpp"

using namespace ctorch;

// Reduction

ctorch_error ctorch_sum(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out)
    GUARDED_RESULT(at::sum(x->value, list(dims, count), keep))

ctorch_error ctorch_mean(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out)
    GUARDED_RESULT(at::mean(x->value, list(dims, count), keep))

ctorch_error ctorch_var(ctorch_in x, const ptrdiff_t *dims, size_t count, bool unbiased, bool keep, ctorch_out out)
    GUARDED_RESULT(at::var(x->value, list(dims, count), unbiased, keep))

ctorch_error ctorch_norm(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out)
    GUARDED_RESULT(at::linalg_vector_norm(x->value, 2, list(dims, count), keep))

ctorch_error ctorch_logsumexp(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out)
    GUARDED_RESULT(at::logsumexp(x->value, list(dims, count), keep))

ctorch_error ctorch_amax(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out)
    GUARDED_RESULT(at::amax(x->value, list(dims, count), keep))

ctorch_error ctorch_amin(ctorch_in x, const ptrdiff_t *dims, size_t count, bool keep, ctorch_out out)
    GUARDED_RESULT(at::amin(x->value, list(dims, count), keep))

ctorch_error ctorch_max_dim(ctorch_in x, ptrdiff_t dim, bool keep, ctorch_out values, ctorch_out indices)
    GUARDED(wrap(at::max(x->value, static_cast<int64_t>(dim), keep), values, indices))

ctorch_error ctorch_min_dim(ctorch_in x, ptrdiff_t dim, bool keep, ctorch_out values, ctorch_out indices)
    GUARDED(wrap(at::min(x->value, static_cast<int64_t>(dim), keep), values, indices))

ctorch_error ctorch_argmax(ctorch_in x, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::argmax(x->value, static_cast<int64_t>(dim), false))

ctorch_error ctorch_cumsum(ctorch_in x, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::cumsum(x->value, static_cast<int64_t>(dim)))

ctorch_error ctorch_sort(ctorch_in x, ptrdiff_t dim, bool descending, ctorch_out values, ctorch_out indices)
    GUARDED(wrap(at::sort(x->value, true, static_cast<int64_t>(dim), descending), values, indices))

ctorch_error ctorch_topk(ctorch_in x, ptrdiff_t count, ptrdiff_t dim, ctorch_out values, ctorch_out indices)
    GUARDED(wrap(at::topk(x->value, count, dim), values, indices))

ctorch_error ctorch_bincount(ctorch_in x, ctorch_in weights, ptrdiff_t minimum, ctorch_out out)
    GUARDED_RESULT(at::bincount(x->value, optional(weights), minimum))

// Shape

ctorch_error ctorch_reshape(ctorch_in x, const ptrdiff_t *shape, size_t rank, ctorch_out out)
    GUARDED_RESULT(at::reshape(x->value, list(shape, rank)))

ctorch_error ctorch_expand(ctorch_in x, const ptrdiff_t *shape, size_t rank, ctorch_out out)
    GUARDED_RESULT(x->value.expand(list(shape, rank)))

ctorch_error ctorch_permute(ctorch_in x, const ptrdiff_t *dims, size_t count, ctorch_out out)
    GUARDED_RESULT(at::permute(x->value, list(dims, count)))

ctorch_error ctorch_transpose(ctorch_in x, ptrdiff_t a, ptrdiff_t b, ctorch_out out)
    GUARDED_RESULT(at::transpose(x->value, static_cast<int64_t>(a), static_cast<int64_t>(b)))

ctorch_error ctorch_unsqueeze(ctorch_in x, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::unsqueeze(x->value, dim))

ctorch_error ctorch_squeeze(ctorch_in x, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::squeeze(x->value, static_cast<int64_t>(dim)))

ctorch_error ctorch_flatten(ctorch_in x, ptrdiff_t from, ctorch_out out)
    GUARDED_RESULT(at::flatten(x->value, static_cast<int64_t>(from), static_cast<int64_t>(-1)))

ctorch_error ctorch_narrow(ctorch_in x, ptrdiff_t dim, ptrdiff_t start, ptrdiff_t length, ctorch_out out)
    GUARDED_RESULT(at::narrow(x->value, dim, static_cast<int64_t>(start), length))

ctorch_error ctorch_flip(ctorch_in x, const ptrdiff_t *dims, size_t count, ctorch_out out)
    GUARDED_RESULT(at::flip(x->value, list(dims, count)))

ctorch_error ctorch_pad(ctorch_in x, const ptrdiff_t *amounts, size_t count, double value, ctorch_out out)
    GUARDED_RESULT(at::constant_pad_nd(x->value, list(amounts, count), value))

// Selection

ctorch_error ctorch_select(ctorch_in x, ptrdiff_t dim, ptrdiff_t index, ctorch_out out)
    GUARDED_RESULT(at::select(x->value, static_cast<int64_t>(dim), static_cast<int64_t>(index)))

ctorch_error ctorch_index_select(ctorch_in x, ptrdiff_t dim, ctorch_in index, ctorch_out out)
    GUARDED_RESULT(at::index_select(x->value, static_cast<int64_t>(dim), index->value))

ctorch_error ctorch_gather(ctorch_in x, ptrdiff_t dim, ctorch_in index, ctorch_out out)
    GUARDED_RESULT(at::gather(x->value, static_cast<int64_t>(dim), index->value))

ctorch_error ctorch_scatter_add(ctorch_in x, ptrdiff_t dim, ctorch_in index, ctorch_in source, ctorch_out out)
    GUARDED_RESULT(at::scatter_add(x->value, static_cast<int64_t>(dim), index->value, source->value))

ctorch_error ctorch_one_hot(ctorch_in x, ptrdiff_t classes, ctorch_out out)
    GUARDED_RESULT(at::one_hot(x->value, classes))

ctorch_error ctorch_cat(const ctorch_in *tensors, size_t count, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::cat(list(tensors, count), static_cast<int64_t>(dim)))

ctorch_error ctorch_stack(const ctorch_in *tensors, size_t count, ptrdiff_t dim, ctorch_out out)
    GUARDED_RESULT(at::stack(list(tensors, count), dim))

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TracerMode.h>

#include "Guard.hpp"

using namespace ctorch;

ctorch_error ctorch_from_bytes(
    const void *bytes, const ptrdiff_t *shape, size_t rank, int32_t type, ctorch_out out)
    // A trace does not see the bytes arrive; unseen as a whole, the tensor becomes a constant of it.
    GUARDED(at::tracer::impl::NoTracerDispatchMode untraced;
            at::Tensor result = at::empty(list(shape, rank), options(type, -1));
            if (result.nbytes() > 0) std::memcpy(result.data_ptr(), bytes, result.nbytes());
            *out = wrap(std::move(result)))

ctorch_error ctorch_full(
    const ptrdiff_t *shape, size_t rank, double value, int32_t type, int32_t device, ctorch_out out)
    GUARDED_RESULT(at::full(list(shape, rank), value, options(type, device)))

ctorch_error ctorch_full_like(ctorch_in x, double value, ctorch_out out)
    GUARDED_RESULT(at::full_like(x->value, value))

ctorch_error ctorch_arange(ptrdiff_t count, int32_t type, int32_t device, ctorch_out out)
    GUARDED_RESULT(at::arange(static_cast<int64_t>(count), options(type, device)))

ctorch_error ctorch_random_create(uint64_t seed, ctorch_random **out)
    GUARDED(*out = new ctorch_random{at::make_generator<at::CPUGeneratorImpl>(seed)})

ctorch_error ctorch_normal(
    const ptrdiff_t *shape, size_t rank, double mean, double deviation, int32_t type, ctorch_random *random,
    ctorch_out out)
    GUARDED_RESULT(at::empty(list(shape, rank), options(type, -1)).normal_(mean, deviation, random->value))

ctorch_error ctorch_uniform(
    const ptrdiff_t *shape, size_t rank, double low, double high, int32_t type, ctorch_random *random,
    ctorch_out out)
    GUARDED_RESULT(at::empty(list(shape, rank), options(type, -1)).uniform_(low, high, random->value))

ctorch_error ctorch_bernoulli(
    const ptrdiff_t *shape, size_t rank, double probability, int32_t type, ctorch_random *random, ctorch_out out)
    GUARDED_RESULT(at::empty(list(shape, rank), options(type, -1)).bernoulli_(probability, random->value))

ctorch_error ctorch_permutation(ptrdiff_t count, ctorch_random *random, ctorch_out out)
    GUARDED_RESULT(at::randperm(count, random->value, options(static_cast<int32_t>(at::kLong), -1)))

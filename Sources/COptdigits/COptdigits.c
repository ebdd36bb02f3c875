#include "COptdigits.h"

const unsigned char optdigits_train_gz[] = {
#embed "optdigits.tra.gz"
};
const size_t optdigits_train_gz_size = sizeof optdigits_train_gz;

const unsigned char optdigits_test_gz[] = {
#embed "optdigits.tes.gz"
};
const size_t optdigits_test_gz_size = sizeof optdigits_test_gz;

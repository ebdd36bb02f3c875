import Foundation

/// Whether it becomes so before long.
package func settles(_ isSo: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
        if try isSo() { return true }
        usleep(1000)
    }
    return false
}

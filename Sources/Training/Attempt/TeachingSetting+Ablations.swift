import Specification
import Teaching

// What the methods with a teacher differ in; where one says nothing, it is as `dfm`.

extension TeacherInput {
    init(_ method: TeachingPlan.Method) {
        switch method {
        case .dfmWithoutStatistics: self = .values
        case .dynamicLossFunctions: self = .performance
        default: self = .statistics
        }
    }
}

extension TemporalTeacher.Body {
    init(_ method: TeachingPlan.Method) {
        switch method {
        case .dfmWithoutMemory: self = .forgetful
        case .dynamicLossFunctions: self = .feedForward
        default: self = .memory
        }
    }
}

extension ConfidenceSelection {
    init(_ teaching: TeachingPlan) {
        switch teaching.method {
        case .dfmWithoutSelection, .dynamicLossFunctions: self = .everything
        default:
            self.init(
                threshold: teaching.selection.threshold, minimum: teaching.selection.minimum,
                warmup: teaching.selection.warmup)
        }
    }
}

import Datasets

/// The data of a task with masks or boxes.
protocol SpatialTaskData: TaskData {
    var plan: SpatialPlan { get }
}

extension SpatialTaskData {
    var normalization: Normalization { plan.normalization }
    var planner: EpochPlanner { plan.planner }
    var noisyLabels: Int { 0 }
    var evaluationBatch: Int { plan.evaluationBatch }
}

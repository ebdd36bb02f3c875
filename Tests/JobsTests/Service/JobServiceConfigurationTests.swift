import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

@Suite struct JobServiceConfigurationTests {
    @Test func theDefaultsAreThePublishedTable() throws {
        let folder = TestFolder()
        let directory = try StateDirectory(opening: folder.path)
        let configuration = JobServiceConfiguration(
            stateDirectory: directory, engine: EngineLaunch(executable: FakeEngine.path))
        #expect(configuration.queueLimits == QueueLimits(total: 1_000, perOwner: 100))
        #expect(configuration.minimumFreeSpace == 67_108_864)
        #expect(configuration.loadingTimeout == 60 && configuration.heartbeatTimeout == 15)
        #expect(configuration.stopGrace == 30 && configuration.exitGrace == 10)
        #expect(configuration.pollInterval == 1)
        #expect((1...8).map(configuration.backOff) == [1, 2, 4, 8, 16, 32, 60, 60])
        #expect(!configuration.allowsTorchScript)
        #expect(OutputTail.limit == 4096 && OutputLog.limit == 65_536)
        #expect(IdempotentRequest.lifetime == 86_400)
    }

    @Test func theDefaultsOfUploadsAreThePublishedTable() {
        var limits = UploadLimits()
        #expect(limits.bytes == 1_073_741_824 && limits.reserve == 536_870_912)
        #expect(
            limits.unpacking
                == UnpackingLimits(entries: 200_000, bytes: 8_589_934_592, ratio: 100, reserve: 536_870_912))
        #expect(UnpackingLimits.ratioFloor == 67_108_864)
        #expect(limits.unpackingSeconds == 900 && limits.unpackingMemoryMb == 4096)
        #expect(limits.unfinished == 100 && limits.unfinishedPerOwner == 25 && limits.lifetime == 86_400)
        // What is unpacked follows what is sent.
        limits.bytes = 1000
        limits.reserve = 10
        #expect(
            limits.unpacking == UnpackingLimits(entries: 200_000, bytes: 8000, ratio: 100, reserve: 10))
    }

    @Test func theDefaultsOfPredictionsAreThePublishedTable() {
        let limits = PredictionLimits()
        #expect(limits.processes == 2 && limits.waiting == 8)
        #expect(limits.seconds == 30 && limits.memoryMb == 4096)
    }

    @Test func theDefaultsOfWebhooksAreThePublishedTable() {
        let options = WebhookOptions()
        #expect(!options.allowsPrivateAddresses && options.authorities == nil)
        #expect(options.width == 4 && options.answerLimit == 65_536)
        #expect(options.connectSeconds == 5 && options.totalSeconds == 10)
        #expect(options.retryDelays == [5, 60, 300, 1800, 7200, 21_600, 43_200])
    }
}

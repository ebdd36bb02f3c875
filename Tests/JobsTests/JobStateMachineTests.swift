import Specification
import Testing

@testable import Jobs

@Suite struct JobStateMachineTests {
    @Test func aTerminalStateNeverChanges() {
        for state in JobState.allCases where state.isTerminal {
            for transition in JobTransition.allCases {
                #expect(JobStateMachine.next(state, transition) == nil, "\(state) \(transition)")
            }
        }
    }

    @Test func everyStateIsReachedAndLeadsToAnEnd() {
        func reachable(from start: JobState) -> Set<JobState> {
            var found: Set<JobState> = [start]
            var open = [start]
            while let state = open.popLast() {
                for next in JobTransition.allCases.compactMap({ JobStateMachine.next(state, $0) })
                where found.insert(next).inserted {
                    open.append(next)
                }
            }
            return found
        }
        #expect(reachable(from: .queued) == Set(JobState.allCases))
        for state in JobState.allCases { #expect(reachable(from: state).contains { $0.isTerminal }) }
    }

    @Test func onlyAClaimBeginsAnAttempt() {
        for state in JobState.allCases where !state.isActive {
            for transition in JobTransition.allCases {
                guard let next = JobStateMachine.next(state, transition), next.isActive else { continue }
                #expect(transition == .claim && state == .queued)
            }
        }
    }

    @Test func aCancelWinsAgainstEveryEndButSuccess() {
        for transition in [JobTransition.fail, .release] {
            #expect(JobStateMachine.next(.cancelling, transition) == .cancelled)
        }
        #expect(JobStateMachine.next(.cancelling, .succeed) == .succeeded)
    }

    @Test func theSchemaAllowsWhatTheMachineAllows() {
        var pairs: Set<String> = []
        for state in JobState.allCases {
            for next in JobTransition.allCases.compactMap({ JobStateMachine.next(state, $0) })
            where next != state {
                pairs.insert("\(state.rawValue) \(next.rawValue)")
            }
        }
        let all = SQLiteJobStore.transitions + ", " + SQLiteJobStore.operationsTransitions
        let schema = all.split { $0 == "," || $0 == "\n" }
            .map { $0.filter { $0 != "'" }.drop { $0 == " " } }.filter { !$0.isEmpty }.map(String.init)
        #expect(Set(schema) == pairs)
        #expect(schema.count == pairs.count)
    }
}

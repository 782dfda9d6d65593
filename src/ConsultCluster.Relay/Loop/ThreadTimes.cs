namespace ConsultCluster.Relay.Loop;

/// <summary>What the kernel gave a thread since its start.</summary>
/// <param name="Run">Processor time, kernel included.</param>
/// <param name="Waited">Time in which it could have run but another thread had the processor; zero where the kernel does not say.</param>
internal readonly record struct ThreadTimes(TimeSpan Run, TimeSpan Waited);

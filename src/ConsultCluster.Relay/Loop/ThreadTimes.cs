namespace ConsultCluster.Relay.Loop;

/// <summary>A thread's scheduling times since its start.</summary>
/// <param name="Run">Processor time, kernel included.</param>
/// <param name="Waited">
/// Time in which it was runnable but another thread had the processor; zero when the kernel does not report it.
/// </param>
internal readonly record struct ThreadTimes(TimeSpan Run, TimeSpan Waited);

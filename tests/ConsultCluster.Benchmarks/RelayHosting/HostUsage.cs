using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What the relay's process says of itself.</summary>
/// <param name="Relay">What the relay's thread has used so far.</param>
/// <param name="Gen2Collections">Collections of generation 2 so far.</param>
/// <param name="ManagedBytes">The managed heap as it stands, garbage included.</param>
/// <param name="Sessions">Open now.</param>
internal readonly record struct HostUsage(RelayUsage Relay, int Gen2Collections, long ManagedBytes, int Sessions);

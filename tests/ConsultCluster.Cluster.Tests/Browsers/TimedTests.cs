namespace ConsultCluster.Cluster.Tests.Browsers;

/// <summary>What measures time has the machine to itself: nothing else of this project runs meanwhile.</summary>
[CollectionDefinition(nameof(TimedTests), DisableParallelization = true)]
public sealed class TimedTests;

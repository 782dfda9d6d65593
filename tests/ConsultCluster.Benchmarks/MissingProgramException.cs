namespace ConsultCluster.Benchmarks;

/// <summary>A program that a benchmark needs is not installed; the message says what to install.</summary>
internal sealed class MissingProgramException(string message) : Exception(message);

using System.Security.Cryptography;
using ConsultCluster.Media;

namespace ConsultCluster.Relay;

/// <summary>The system's cryptographic randomness.</summary>
public sealed class SystemRandomSource : IRandomSource
{
    /// <summary>The shared instance; it has no state.</summary>
    public static SystemRandomSource Instance { get; } = new();

    /// <inheritdoc/>
    public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}

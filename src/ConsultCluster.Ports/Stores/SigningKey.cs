using System.Collections.Immutable;

namespace ConsultCluster.Ports.Stores;

/// <summary>An ES256 key pair (RFC 7518 §3.4).</summary>
/// <param name="Kid">Key id in the token's header.</param>
/// <param name="Pkcs8">Private key (RFC 5958), in clear here and encrypted at rest.</param>
/// <param name="RetiredAt">When another key took over; null while active.</param>
public sealed record SigningKey(
    string Kid,
    ImmutableArray<byte> Pkcs8,
    SigningKeyState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RetiredAt);

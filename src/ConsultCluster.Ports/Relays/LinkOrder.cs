using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>
/// The control plane's order to one of two relays: hold a link to that other one. Both get the same secret; which side is which
/// follows from their names.
/// </summary>
/// <param name="Peer">The other relay.</param>
/// <param name="Generation">
/// Of the secret. A higher one for a link that is there rekeys it: what comes under the former one is taken until a while after the
/// new one has proven itself. A lower one than the newest is refused; the newest again brings new addresses.
/// </param>
/// <param name="Secret">32 random bytes, never used for another pair or generation.</param>
/// <param name="Candidates">Where the peer may be reached, most preferred first; empty when only the peer can reach us.</param>
public sealed record LinkOrder(RelayId Peer, long Generation, ImmutableArray<byte> Secret, ImmutableArray<IPEndPoint> Candidates)
{
    /// <summary>Bytes of a link's secret.</summary>
    public const int SecretLength = 32;
}

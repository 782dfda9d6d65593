using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Whose an address is, and what that rests on.</summary>
internal sealed class AddressBinding(Session session)
{
    /// <summary>
    /// Nobody else gets an address within this time after an authentic datagram from it. Long enough for a pause of media
    /// and feedback, short enough for a new owner behind a NAT that gives the address again.
    /// </summary>
    private static readonly TimeSpan Protection = TimeSpan.FromSeconds(2);

    private MonoTime _lastAuthentic;
    private MonoTime? _provenAt;

    public Session Session { get; } = session;

    /// <summary>An authentic datagram of the session came from the address.</summary>
    public void HandleAuthentic(MonoTime now) => _lastAuthentic = now;

    /// <summary>The session's terminal proved that it receives at the address.</summary>
    public void HandleProof(MonoTime now)
    {
        _lastAuthentic = now;
        _provenAt = now;
    }

    /// <summary>
    /// True when the address may not go to another session: authentic datagrams arrive, and the terminal has proven that
    /// it receives there. Without that proof whoever forges the address could keep its owner out.
    /// </summary>
    public bool IsProtected(MonoTime now) =>
        now - _lastAuthentic < Protection && _provenAt is { } at && now - at < IceLiteAgent.ConsentLifetime;
}

using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;

namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>A real relay that reaches each other one over a path of its own, instead of at the address where it is.</summary>
/// <param name="pathTo">The address behind which that other relay is.</param>
internal sealed class PathRelay(UdpRelay relay, Func<RelayId, IPEndPoint> pathTo) : IRelay, IDisposable
{
    private volatile CascadeOrder? _cascade;

    public RelayId Id => relay.Id;

    public RelayLoad Load => relay.Load;

    public ImmutableArray<IPEndPoint> Addresses => relay.Addresses;

    public ProbeTicket ProbeTicket => relay.ProbeTicket;

    public IReadOnlyList<LinkReport> Links => relay.Links;

    public UdpRelay Relay => relay;

    /// <summary>The newest order; null before the first.</summary>
    public CascadeOrder? Cascade => _cascade;

    public Task<Outcome> SetLinkAsync(LinkOrder order) => relay.SetLinkAsync(order with { Candidates = [pathTo(order.Peer)] });

    public Task<Outcome> SetCascadeAsync(CascadeOrder order)
    {
        _cascade = order;
        return relay.SetCascadeAsync(order);
    }

    public Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order) => relay.OpenSessionAsync(order);

    public Task<Outcome> ActivateSessionAsync(GroupId group, long epoch, TerminalId terminal) => relay.ActivateSessionAsync(group, epoch, terminal);

    public Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted) =>
        relay.SetMutedAsync(group, epoch, terminal, muted);

    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal) => relay.CloseSessionAsync(group, epoch, terminal);

    public Task<Outcome> CloseGroupAsync(GroupId group, long epoch) => relay.CloseGroupAsync(group, epoch);

    public Task<Outcome> RemoveLinkAsync(RelayId peer, long generation) => relay.RemoveLinkAsync(peer, generation);

    public Task<Outcome<IReadOnlyList<HeldSession>>> ListSessionsAsync(GroupId? group) => relay.ListSessionsAsync(group);

    public void Observe(GroupId group, IRelayObserver observer) => relay.Observe(group, observer);

    public void Unobserve(GroupId group, IRelayObserver observer) => relay.Unobserve(group, observer);

    public void ObserveLinks(ILinkObserver observer) => relay.ObserveLinks(observer);

    public void UnobserveLinks(ILinkObserver observer) => relay.UnobserveLinks(observer);

    public void Dispose() => relay.Dispose();
}

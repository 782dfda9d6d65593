using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.IpsecMb;
using ConsultCluster.Relay.Loop;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Relay.Orders;
using ConsultCluster.Relay.Sockets;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay;

/// <summary>A relay of this process: one UDP port, one thread, and its sessions. Thread-safe.</summary>
public sealed class UdpRelay : IRelay, IDisposable
{
    private readonly UdpSocket _socket;
    private readonly OpenSslDtlsSessionFactory _dtls;
    private readonly RelayCore _core;
    private readonly RelayEvents _events;
    private readonly RelayLoop _loop;
    private readonly RelayOrders _orders;
    private readonly LinkOrders _links;
    private readonly RelayMetrics _metrics;
    private readonly ILogger _logger;
    private bool _isDisposed;

    private UdpRelay(RelayOptions options, ILogger logger, TimeProvider time, ISrtpCrypto crypto)
    {
        _logger = logger;
        Id = new RelayId(options.Id);
        _socket = UdpSocket.Open(options);
        _dtls = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System), options.SrtpProfiles);
        _core = new RelayCore(options.Core, _dtls, crypto, SystemRandomSource.Instance);
        var register = new RelayRegister();
        _links = new LinkOrders(Id, _core, logger);
        _events = new RelayEvents(register, _links, logger);
        _loop = new RelayLoop(_socket, _core, _events, options, time, logger);
        Candidates = AdvertisedAddresses.Of(options, _socket.LocalEndPoint);
        _orders = new RelayOrders(Id, _core, register, _links, _loop.Batch, Candidates, logger);
        _metrics = new RelayMetrics(Id, _core, _loop.Counters, _loop.Load.Estimate);
    }

    /// <inheritdoc/>
    public RelayId Id { get; }

    /// <inheritdoc/>
    public RelayLoad Load
    {
        get
        {
            var load = _loop.Load.Estimate;
            return new RelayLoad(_core.SessionCount, load.PacketsPerSecond, load.Share, load.CostPerPacket, load.Capacity);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<IPEndPoint> Addresses => [.. Candidates.Select(candidate => candidate.ToEndPoint())];

    /// <inheritdoc/>
    public IReadOnlyList<LinkReport> Links => _links.Reports;

    /// <inheritdoc/>
    public ProbeTicket ProbeTicket
    {
        get
        {
            var ticket = _core.Probes.Current;
            return new ProbeTicket(ticket.UserFragment, ticket.Password);
        }
    }

    /// <summary>SHA-256 of the certificate with which it answers terminals, 32 bytes; a new one at every start.</summary>
    public ReadOnlySpan<byte> Fingerprint => _dtls.LocalFingerprint;

    /// <summary>Address and port as bound.</summary>
    public IPEndPoint LocalEndPoint => _socket.LocalEndPoint;

    /// <summary>Addresses offered to terminals, most preferred first.</summary>
    public ImmutableArray<TransportAddress> Candidates { get; }

    /// <summary>The core's counters.</summary>
    public RelayCoreCounters Counters => _core.Counters;

    /// <summary>The core's counters of links to other relays.</summary>
    public LinkCounters LinkCounters => _core.Cascade.Counters;

    /// <summary>The socket's counters.</summary>
    public SocketCounters SocketCounters => _loop.Counters;

    /// <summary>Binds the port and starts the thread.</summary>
    /// <param name="time">Only its timestamps are used; null for the system clock.</param>
    /// <exception cref="RelayStartException">
    /// Options are invalid (all mistakes in one message), the port cannot be bound, or the system is not 64-bit Linux
    /// with OpenSSL 3.
    /// </exception>
    public static UdpRelay Start(RelayOptions options, ILoggerFactory loggers, TimeProvider? time = null) =>
        Start(options, loggers, time ?? TimeProvider.System, FastestCrypto(options));

    /// <summary>With other ciphers, for benchmarks.</summary>
    internal static UdpRelay Start(RelayOptions options, ILoggerFactory loggers, TimeProvider time, ISrtpCrypto crypto)
    {
        var mistakes = RelayOptionsValidator.Validate(options);
        if (mistakes.Count > 0)
        {
            throw new RelayStartException($"The relay's options are invalid: {string.Join(' ', mistakes)}");
        }

        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            throw new RelayStartException("The media relay runs on 64-bit Linux only: it uses recvmmsg, sendmmsg and ppoll. Start it there, or in a container.");
        }

        UdpRelay relay;
        try
        {
            relay = new UdpRelay(options, loggers.CreateLogger<UdpRelay>(), time, crypto);
        }
        catch (DllNotFoundException exception)
        {
            throw new RelayStartException("OpenSSL 3 (libssl.so.3 and libcrypto.so.3) is missing. Install it, on Debian: apt-get install libssl3.", exception);
        }

        relay._loop.Start();
        RelayLog.Started(
            relay._logger, relay.Id, relay.LocalEndPoint, string.Join(", ", relay.Candidates), relay._socket.ReceiveBufferBytes, relay._socket.SendBufferBytes);
        return relay;
    }

    /// <inheritdoc/>
    public Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order) =>
        _loop.Mailbox.CallAsync(now => _orders.Open(order, now), Stopped);

    /// <inheritdoc/>
    public Task<Outcome> ActivateSessionAsync(GroupId group, long epoch, TerminalId terminal) =>
        _loop.Mailbox.CallAsync<Outcome>(now => _orders.Activate(group, epoch, terminal, now), Stopped);

    /// <inheritdoc/>
    public Task<Outcome> SetLinkAsync(LinkOrder order) =>
        _loop.Mailbox.CallAsync<Outcome>(now => _links.Set(order, now), Stopped);

    /// <inheritdoc/>
    public Task<Outcome> RemoveLinkAsync(RelayId peer, long generation) =>
        _loop.Mailbox.CallAsync<Outcome>(_ => _links.Remove(peer, generation), Stopped);

    /// <inheritdoc/>
    public Task<Outcome> SetCascadeAsync(CascadeOrder order) =>
        _loop.Mailbox.CallAsync<Outcome>(_ => _orders.SetCascade(order), Stopped);

    /// <inheritdoc/>
    public void ObserveLinks(ILinkObserver observer)
    {
        _links.Observe(observer);
        _ = _loop.Mailbox.CallAsync<Outcome>(_ => _links.NotifyState(observer), Stopped);
    }

    /// <inheritdoc/>
    public void UnobserveLinks(ILinkObserver observer) => _links.Unobserve(observer);

    /// <inheritdoc/>
    public Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted) =>
        _loop.Mailbox.CallAsync<Outcome>(now => _orders.SetMuted(group, epoch, terminal, muted, now), Stopped);

    /// <inheritdoc/>
    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal) =>
        CloseSessionAsync(group, epoch, terminal, long.MaxValue);

    /// <inheritdoc/>
    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal, long generation) =>
        _loop.Mailbox.CallAsync<Outcome>(now => _orders.Close(group, epoch, terminal, generation, now), Stopped);

    /// <inheritdoc/>
    public Task<Outcome> CloseGroupAsync(GroupId group, long epoch) =>
        _loop.Mailbox.CallAsync<Outcome>(now => _orders.CloseGroup(group, epoch, now), Stopped);

    /// <inheritdoc/>
    public Task<Outcome<IReadOnlyList<HeldSession>>> ListSessionsAsync(GroupId? group) =>
        _loop.Mailbox.CallAsync(_ => new Outcome<IReadOnlyList<HeldSession>>(_orders.Held(group), null), Stopped);

    /// <inheritdoc/>
    public void Observe(GroupId group, IRelayObserver observer)
    {
        _events.Observe(group, observer);
        _ = _loop.Mailbox.CallAsync<Outcome>(_ => _orders.NotifyState(group), Stopped);
    }

    /// <inheritdoc/>
    public void Unobserve(GroupId group, IRelayObserver observer) => _events.Unobserve(group, observer);

    /// <summary>Resources used so far; waits for the thread to report. Zeros once it has stopped.</summary>
    public RelayUsage MeasureUsage()
    {
        var probe = new UsageProbe(_loop);
        _loop.Mailbox.Post(probe);
        return probe.Wait();
    }

    /// <summary>Closes every session and stops the thread.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _metrics.Dispose();
        _ = _loop.Mailbox.CallAsync<Outcome>(_orders.CloseAll, Stopped);
        if (!_loop.TryStop())
        {
            RelayLog.StopFailed(_logger, Id);
            return;
        }

        _loop.Dispose();
        _core.Dispose();
        _dtls.Dispose();
        _socket.Dispose();
        RelayLog.Stopped(_logger, Id);
    }

    private static ISrtpCrypto FastestCrypto(RelayOptions options) =>
        (options.IpsecMb ? (ISrtpCrypto?)IpsecMbSrtpCrypto.Instance : null) ?? OpenSslSrtpCrypto.Instance;

    private static Refusal Stopped { get; } = new(RefusalCodes.RelayUnavailable, "The media relay is stopping. Try again in a moment.");
}

using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Media;
using ConsultCluster.Relay;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>
/// A consultation of two on two real relays, whose direct way loses packets, and a third relay that may join: everything is as in a server,
/// only the ways between the relays are made. The engine finds out by itself.
/// </summary>
internal sealed class OverlayStage : IDisposable
{
    private const Permissions Everything = Permissions.Publish | Permissions.Subscribe | Permissions.Moderate | Permissions.Close;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(1);
    private static readonly GroupId _group = new("overlay");
    private static readonly Actor _staff = new(new PersonId("staff"), Everything, "127.0.0.1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-overlay-");
    private readonly OverlayPaths _paths;
    private readonly JoiningRelays _relays = new();
    private readonly PathRelay[] _all;
    private readonly SqliteDatabase _database;
    private SiloHost? _silo;

    public OverlayStage(OverlayPaths paths)
    {
        _paths = paths;
        _all = [Start("relay-a"), Start("relay-b"), Start("relay-c")];
        paths.Open(_all[0].Relay, _all[1].Relay, _all[2].Relay);
        _relays.Join(_all[0]);
        _relays.Join(_all[1]);
        _database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db") });
    }

    public OverlayTerminal Ann { get; } = new();

    public OverlayTerminal Bob { get; } = new();

    /// <summary>The group's media goes over the third relay, and no other way is open.</summary>
    public bool IsOverTheThird => _all[0].Cascade?.Peers is [var only] && only == _all[2].Id && _all[1].Cascade?.Peers.Length == 1;

    /// <summary>Packets that the third relay passed on.</summary>
    public long PassedOn => _all[2].Relay.LinkCounters.MediaOut;

    /// <summary>Two terminals enter, each on a relay of its own; done when both see each other.</summary>
    public async Task StartAsync()
    {
        await _database.MigrateAsync();
        _silo = await SiloHost.StartAsync(new SqliteGroupStore(_database), _relays);
        var group = _silo.Groups.Get(_group);
        Require(await group.RequestAsync(
            new ConsultationRequest(
                new RequestId("overlay"), _group, _staff.Person, "Staff", null, null, new Patient("Nobody", null, null, null, null), null, "Measuring", null, Urgency.Routine, 4),
            _staff));
        await EnterAsync("ann", Ann, _all[0]);
        await EnterAsync("bob", Bob, _all[1]);
        RunUntil(() => Ann.Received.Count > 0 && Bob.Received.Count > 0, "The terminals did not see each other");
    }

    /// <summary>The third relay joins; done when the group's media goes over it alone.</summary>
    /// <returns>How long that took.</returns>
    public TimeSpan AddThird()
    {
        var from = LoadClock.Now;
        _relays.Join(_all[2]);
        RunUntil(() => IsOverTheThird, "No way over the third relay was taken");
        return LoadClock.Now - from;
    }

    /// <summary>The third relay dies, and the directory says so.</summary>
    public void LoseThird()
    {
        _all[2].Dispose();
        _relays.Leave(_all[2]);
    }

    /// <summary>Lets the terminals work for so long.</summary>
    /// <returns>When it began and ended.</returns>
    public (MonoTime From, MonoTime To) RunFor(TimeSpan time)
    {
        var from = LoadClock.Now;
        while (LoadClock.Now - from < time)
        {
            Step();
        }

        return (from, LoadClock.Now);
    }

    public void Dispose()
    {
        _silo?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _database.Dispose();
        foreach (var relay in _all)
        {
            relay.Dispose();
        }

        Ann.Dispose();
        Bob.Dispose();
        _paths.Dispose();
        _folder.Delete(recursive: true);
    }

    private static T Require<T>(Outcome<T> outcome)
        where T : class => outcome.Succeeded ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.Reason);

    private PathRelay Start(string id) => new(
        UdpRelay.Start(new RelayOptions { Id = id, Port = 0, BindAddress = IPAddress.Loopback }, NullLoggerFactory.Instance), to => _paths.Door(new RelayId(id), to));

    private async Task EnterAsync(string name, OverlayTerminal terminal, PathRelay near)
    {
        var group = _silo!.Groups.Get(_group);
        var claims = Require(await group.IssueTokenAsync(new TokenOrder(
            new TokenId(name), _staff, new PersonId(name), name, GroupRole.Expert, Everything, TerminalKind.Device, SingleUse: false, TimeSpan.FromHours(1), "hash")));
        var seat = Require(await group.EnterAsync(new Entry(claims, name.PadRight(43, 'x'), "127.0.0.1")));
        var answer = Require(await group.OfferAsync(seat.Terminal, new MediaOffer(terminal.Peer.CreateOffer(), ImmutableDictionary<string, MediaSource>.Empty)
        {
            Near = new Nearness(null, [.. _all.Select(relay => new RoundTrip(relay.Id, relay == near ? 1 : 400))]),
        }));
        if (answer.Relay != near.Id)
        {
            throw new InvalidOperationException($"{name} was placed on {answer.Relay}.");
        }

        terminal.Peer.SetAnswer(answer.Sdp, TransportAddress.From(new IPEndPoint(IPAddress.Loopback, near.Relay.LocalEndPoint.Port)), LoadClock.Now);
    }

    private void RunUntil(Func<bool> condition, string failure)
    {
        var from = LoadClock.Now;
        while (!condition())
        {
            if (LoadClock.Now - from > _deadline)
            {
                throw new InvalidOperationException($"{failure} within {_deadline.TotalSeconds} s.");
            }

            Step();
        }
    }

    private void Step()
    {
        Ann.Step();
        Bob.Step();
        Bob.WaitForDatagram(_pollInterval);
    }
}

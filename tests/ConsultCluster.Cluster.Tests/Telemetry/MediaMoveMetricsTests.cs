using System.Diagnostics.Metrics;
using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Cluster.Tests.Telemetry;

/// <summary>What operators count of moves between relays.</summary>
public sealed class MediaMoveMetricsTests : IAsyncLifetime
{
    private readonly RecordingObserver _observer = new();
    private readonly MeterListener _listener = new();
    private readonly List<(string Reason, string Outcome, long Moves)> _moves = [];
    private readonly List<(string Instrument, string? Unit, string Reason, double Value)> _durations = [];

    private SiloFixture Silo { get; set; } = null!;

    private IConsultationGroup Group => Silo.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        Silo = await SiloFixture.StartAsync();
        var meters = Silo.Silo.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name.StartsWith("groups.media.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _moves.Add((Tag(tags, "reason")!, Tag(tags, "outcome")!, value)));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _durations.Add((instrument.Name, instrument.Unit, Tag(tags, "reason")!, value)));
        _listener.Start();
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        await Group.SubscribeAsync(_observer).Value();
    }

    public async Task DisposeAsync()
    {
        _listener.Dispose();
        await Silo.DisposeAsync();
    }

    /// <summary>An alert on the first move ever needs the zero before it.</summary>
    [Fact]
    public void Moves_BeforeAny_AreZeroOfEveryKind()
    {
        Assert.Equal(
            [("terminal", "moved", 0), ("relay_lost", "moved", 0), ("drain", "moved", 0), ("rebalance", "moved", 0), ("relay_lost", "no_standby", 0)],
            Moves());
    }

    [Fact]
    public async Task UseStandby_ByTheTerminal_IsCountedAsItsOwn()
    {
        var (a, _) = await Silo.StandingByAsync(Group, "a");

        await Group.UseStandbyAsync(a, null).Done();

        Assert.Equal(("terminal", "moved", 1), Assert.Single(Moves(), one => one.Moves > 0));
    }

    [Fact]
    public async Task Relay_Lost_CountsWhoMovedAndWhoHadNoStandby()
    {
        var (_, relay) = await Silo.StandingByAsync(Group, "a");
        var alone = await Silo.PlacedAsync(Group, "b");
        Assert.Same(relay, alone.Relay);

        Silo.Relays.Kill(relay);
        // The others of the relay are found to have lost their media in the turn that moves those who can move.
        await _observer.HearAsync<MemberMoved>();
        await TurnedAsync();

        Assert.Equal([("relay_lost", "moved", 1), ("relay_lost", "no_standby", 1)], Moves().Where(one => one.Moves > 0));
        Assert.Empty(_durations);
    }

    [Fact]
    public async Task Drain_MediaArrives_IsCountedAndTimed()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        relay.ReportMedia(Scene.Id, a, true, true);

        Silo.Relays.SetState(relay, RelayState.Draining);
        await _observer.HearAsync<MemberMoved>();
        Silo.Clock.Advance(TimeSpan.FromMilliseconds(250));
        Silo.Other(relay).ReportMedia(Scene.Id, a, true, true);
        await relay.OrderedAsync($"close {Scene.Id} {a}");

        Assert.Equal(("drain", "moved", 1), Assert.Single(Moves(), one => one.Moves > 0));
        Assert.Equal(("groups.media.move.duration", "s", "drain", 0.25), Assert.Single(_durations));
    }

    /// <summary>A command of the grain comes after the turn that runs.</summary>
    private Task TurnedAsync() => Group.SnapshotAsync().Value();

    private List<(string Reason, string Outcome, long Moves)> Moves()
    {
        _moves.Clear();
        _listener.RecordObservableInstruments();
        return _moves;
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return (string?)tag.Value;
            }
        }

        return null;
    }
}

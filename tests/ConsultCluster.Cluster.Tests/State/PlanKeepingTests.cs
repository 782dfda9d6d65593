using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>What a group leaves to its next activation, and that nothing waits for it.</summary>
public sealed class PlanKeepingTests : IAsyncLifetime
{
    private const int MoreRelays = 20;

    private static readonly QualityReport Poor = new(QualityGrade.Poor, QualityGrade.Good, 80, 2, 0.5, 12);

    private readonly FakeGrainStorage _state = new();
    private readonly FakeRelay[] _more = [.. Enumerable.Range(0, MoreRelays).Select(n => new FakeRelay($"relay-{n}") { Share = 0.9 })];
    private SiloFixture _silo = null!;

    private IConsultationGroup Group => _silo.Groups.Get(Scene.Id);

    private IEnumerable<FakeRelay> Relays => [_silo.RelayA, _silo.RelayB, .. _more];

    public async Task InitializeAsync()
    {
        _silo = await SiloFixture.StartAsync(state: _state);
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Write_RelayIsNewToTheGroup_ComesAtOnce()
    {
        var (_, relay) = await _silo.PlacedAsync(Group, "a");

        await KeptAsync(relay);
    }

    [Fact]
    public async Task Write_QualityChangesOften_ComesSeldom()
    {
        var (a, _) = await StandingByAsync();
        var before = _state.Writes;
        for (var n = 0; n < 50; n++)
        {
            await Group.ReportQualityAsync(a, Poor with { RoundTripMs = 100 + n });
        }

        await WrittenAsync("\"RoundTripMs\":149");

        // One at its time, and one that may have been under way.
        Assert.InRange(_state.Writes - before, 1, 2);
    }

    [Fact]
    public async Task Restart_Quality_IsKnownAgain()
    {
        var (a, _) = await StandingByAsync();
        await Group.ReportQualityAsync(a, Poor);
        await WrittenAsync("\"RoundTripMs\":80");

        await _silo.RestartSiloAsync();

        await Eventually.HoldsAsync(async () => Assert.Single((await Group.SnapshotAsync().Value()).Members).Quality == Poor);
    }

    [Fact]
    public async Task Restart_RelayThatIsNearComesBack_MediaReturnsByWhatTheTerminalSaidBefore()
    {
        var (a, near) = await StandingByAsync();
        _silo.Relays.SetState(near, RelayState.Silent);
        await _silo.RelayB.OrderedAsync($"activate {Scene.Id} {a}");
        await WrittenAsync($"{{\"Relay\":\"{_silo.RelayB.Id}\",\"Standby\":null}}");
        await _silo.RestartSiloAsync();
        await Group.SubscribeAsync(new RecordingObserver { Present = [a] }).Value();
        await Eventually.HoldsAsync(() => _silo.RelayB.IsObserved(Scene.Id));

        _silo.Relays.SetState(near, RelayState.Active);
        await Group.OfferStandbyAsync(a, Scene.Offer).Value();

        await Eventually.HoldsAsync(async () =>
        {
            _silo.Clock.Advance(TimeSpan.FromSeconds(1));
            await Group.SnapshotAsync().Value();
            return near.Orders.Contains($"activate {Scene.Id} {a}");
        });
    }

    [Fact]
    public async Task Kept_HoldsNoWordOfThePatientOrOfPeople()
    {
        var (a, _) = await StandingByAsync();
        await Group.SendMessageAsync(a, "m1", "please look").Value();
        await Group.ReportQualityAsync(a, Poor);
        await WrittenAsync("\"RoundTripMs\":80");

        Assert.All(["王芳", "110101196001011234", "Chest pain", "Name of", "please look"], word => Assert.DoesNotContain(word, _state.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Close_WhatWasKept_IsCleared()
    {
        await StandingByAsync();

        await Group.CloseAsync(Scene.Applicant).Done();

        await _state.UntilAsync(state => state.Text.Length == 0);
    }

    [Fact]
    public async Task Storage_Hangs_NothingWaitsForIt()
    {
        _state.Answers = new TaskCompletionSource().Task;

        var (a, _) = await _silo.StandingByAsync(Group, "a");
        await Group.SendMessageAsync(a, "m1", "hello").Value();
        await Group.UseStandbyAsync(a, null).Done();
        await _silo.RestartSiloAsync();
        await Group.SendMessageAsync(a, "m2", "hello again").Value();
        await Group.OfferAsync(a, Scene.Offer).Value();
        await Group.CloseAsync(Scene.Applicant).Done();
    }

    [Fact]
    public async Task Storage_Fails_IsWrittenWhenItIsBack()
    {
        _state.Fails = true;
        var (_, relay) = await _silo.PlacedAsync(Group, "a");
        await _state.UntilAsync(state => state.Failures > 0);
        Assert.Empty(_state.Text);
        _state.Fails = false;

        await WrittenAsync(relay.Id.Value);
    }

    [Fact]
    public async Task Reload_AsksOnlyTheRelaysThatTheGroupWasOn()
    {
        AddRelays();
        var (a, relay) = await StandingByAsync();

        await _silo.RestartSiloAsync();
        await TakenUpAsync(relay, a);

        await Eventually.HoldsAsync(() => Asked(relay) == 1 && Asked(_silo.Other(relay)) == 1);
        Assert.All(_more, other => Assert.Equal(0, Asked(other)));
    }

    [Fact]
    public async Task Reload_StateIsLost_AsksAll()
    {
        AddRelays();
        var (a, relay) = await StandingByAsync();
        _state.Lose();

        await _silo.RestartSiloAsync();
        await TakenUpAsync(relay, a);

        await Eventually.HoldsAsync(() => Relays.All(one => Asked(one) == 1));
    }

    [Fact]
    public async Task Reload_StateDoesNotComeInTime_AsksAll()
    {
        AddRelays();
        var (a, relay) = await StandingByAsync();
        _state.Answers = new TaskCompletionSource().Task;

        await _silo.RestartSiloAsync();
        await _state.UntilAsync(state => state.Running > 0);
        Assert.All(Relays, one => Assert.Equal(0, Asked(one)));
        await Eventually.HoldsAsync(async () =>
        {
            _silo.Clock.Advance(PlanKeeper.ReadWithin);
            await Group.SnapshotAsync().Value();
            return Asked(_more[^1]) > 0;
        });
        await TakenUpAsync(relay, a);

        await Eventually.HoldsAsync(() => Relays.All(one => Asked(one) == 1));
    }

    [Fact]
    public async Task Reload_PlacementIsNewerThanWhatWasKept_IsFoundAllTheSame()
    {
        AddRelays();
        var (a, relay) = await StandingByAsync();
        _state.Fails = true;

        // The standby session goes to a relay that the storage never hears of.
        var newest = _more[0];
        newest.Share = 0;
        _silo.Relays.Kill(_silo.Other(relay));
        Assert.Equal(newest.Id, (await Group.OfferStandbyAsync(a, Scene.Offer).Value()).Relay);
        _state.Fails = false;

        await _silo.RestartSiloAsync();
        await Eventually.HoldsAsync(() => Asked(relay) > 0);
        await Eventually.HoldsAsync(async () =>
        {
            _silo.Clock.Advance(SessionFinding.AllAfter);
            await Group.SnapshotAsync().Value();
            return Asked(newest) > 0;
        });
        await TakenUpAsync(newest, a);
    }

    private void AddRelays() => Array.ForEach(_more, _silo.Relays.Add);

    /// <summary>A terminal with media and a standby session on the two first relays, both kept.</summary>
    private async Task<(TerminalId Terminal, FakeRelay Relay)> StandingByAsync()
    {
        var near = Scene.Offer with { Near = Scene.Near((_silo.RelayA, 2), (_silo.RelayB, 60)) };
        var (_, terminal) = await Group.SitAsync("wang");
        await Group.OfferAsync(terminal, near).Value();
        await Group.OfferStandbyAsync(terminal, near).Value();
        await KeptAsync(_silo.RelayA, _silo.RelayB);
        Assert.Contains(terminal, _silo.RelayB.Sessions(Scene.Id));
        return (terminal, _silo.RelayA);
    }

    /// <summary>Questions for the group; a relay that joins is asked for all groups.</summary>
    private static int Asked(FakeRelay relay) => relay.Questions.Count(group => group == Scene.Id);

    private Task KeptAsync(params FakeRelay[] relays) =>
        _state.UntilAsync(state => state.Running == 0 && Array.TrueForAll(relays, relay => state.Relays.Contains(relay.Id)));

    /// <summary>Lets time pass until this is kept.</summary>
    private Task WrittenAsync(string text) => Eventually.HoldsAsync(async () =>
    {
        _silo.Clock.Advance(PlanKeeper.WriteEvery);
        await Group.SnapshotAsync().Value();
        await _state.UntilAsync(state => state.Running == 0);
        return _state.Text.Contains(text, StringComparison.Ordinal);
    });

    /// <summary>The group has the terminal's session on that relay in its plan.</summary>
    private Task TakenUpAsync(FakeRelay relay, TerminalId terminal) => Eventually.HoldsAsync(async () =>
        relay.IsObserved(Scene.Id) && (await Group.UseStandbyAsync(terminal, null)).Succeeded);
}

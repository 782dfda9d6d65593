using System.Diagnostics;
using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.EndToEnd.Harness.Cluster;
using ConsultCluster.Testing.Time;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace ConsultCluster.Cluster.Tests.Browsers;

/// <summary>Servers of a cluster die and come, with real browsers before them.</summary>
[Collection(nameof(TimedTests))]
public sealed class ServedClusterTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>From the kill until a command is answered.</summary>
    private static readonly TimeSpan AnswersWithin = TimeLimit.Of(TimeSpan.FromSeconds(5));

    /// <summary>From the moment that a further server is ready until it has a new group, and a new terminal.</summary>
    private static readonly TimeSpan TakesLoadWithin = TimeLimit.Of(TimeSpan.FromSeconds(10));

    /// <summary>
    /// Milliseconds for which a picture may stand still. It comes 15 times a second over relays that nothing happens to: what is above that is
    /// browsers and servers that wait for each other on a small machine.
    /// </summary>
    private static readonly double MaxGapMs = TimeLimit.Of(500);

    /// <summary>The same while media moves between relays that live: meanwhile each page makes two more connections.</summary>
    private static readonly double MaxGapOfMovesMs = TimeLimit.Of(1_000);

    /// <summary>One way to the relay of the server to be killed: it does not answer within the time that browsers measure for.</summary>
    private static readonly TimeSpan FarAway = TimeSpan.FromMilliseconds(250);

    /// <summary>One way to the relay that is to stand by: far enough that what a starting browser measures wrong does not make it the nearer one.</summary>
    private static readonly TimeSpan NextRegion = TimeSpan.FromMilliseconds(40);

    /// <summary>Between two looks for the new server: to open consultations takes processors as well.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>From the kill of the relay together with all that could tell of it until media is on the standby session, by which voices are heard again.</summary>
    private static readonly TimeSpan MovesWithin = TimeLimit.Of(TimeSpan.FromSeconds(1.5));

    private const string Said = "血压 Blood pressure 90/60";

    private readonly DelayedPaths _paths = new();
    private ServedCluster _cluster = null!;
    private Chromium _chromium = null!;

    public async Task InitializeAsync()
    {
        _cluster = await ServedCluster.StartAsync();
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _cluster.DisposeAsync();
        _paths.Dispose();
    }

    [Fact]
    public async Task Kill_ServerThatDirectsTheConsultation_PicturesGoOnAndCommandsAreAnsweredWithinSeconds()
    {
        using var api = await ApiClient.SignInAsync(_cluster.Gateway, DemoPerson.Applicant);
        var consultation = await api.AskAsync("主机 Home");
        var home = await _cluster.HomeOfAsync(consultation.GroupId);
        var (doctor, nurse) = await GatherAsync(api, consultation, near: Other(home), outOfReach: home);
        var seats = (await doctor.TerminalIdAsync(), await nurse.TerminalIdAsync());
        var relays = (await RelayAsync(doctor), await RelayAsync(nurse));
        Assert.False(home.Carries(relays.Item1) || home.Carries(relays.Item2), $"{home.Name} carries one of {relays}.");
        Assert.Equal(home, await _cluster.HomeOfAsync(consultation.GroupId));
        foreach (var terminal in new[] { doctor, nurse })
        {
            await terminal.Part("chat").ClickAsync();
            await terminal.Part("chat-input").WaitForAsync();
        }

        var gapsBefore = await GapsAsync(doctor, nurse, DateTimeOffset.UtcNow - TimeSpan.FromSeconds(2));

        var from = DateTimeOffset.UtcNow;
        var killed = Stopwatch.StartNew();
        await home.Server.KillAsync();
        await doctor.SayAsync(Said);
        var answered = killed.Elapsed;
        await nurse.WaitAsync("said => document.querySelector('[data-testid=chat-list]').innerText.includes(said)", "read what was said", Said);
        var heard = killed.Elapsed;
        await nurse.Part("mic").ClickAsync();
        await MutedAsync(doctor, seats.Item2, "microphone");
        var muted = killed.Elapsed;
        await HaveStandbyAsync(doctor);
        await HaveStandbyAsync(nurse);
        var gaps = await GapsAsync(doctor, nurse, from);

        output.WriteLine(
            $"{home.Name} killed, media on {relays}: answered after {answered.TotalMilliseconds:F0} ms, heard by the other after {heard.TotalMilliseconds:F0} ms, "
            + $"muted after {muted.TotalMilliseconds:F0} ms; longest time without a new picture {gaps.Max():F0} ms in {killed.Elapsed.TotalSeconds:F1} s "
            + $"({gapsBefore.Max():F0} ms in the 2 s before)");
        Assert.InRange(answered, TimeSpan.Zero, AnswersWithin);
        Assert.All(gaps, gap => Assert.InRange(gap, 0, MaxGapMs));
        Assert.Equal(seats, (await doctor.TerminalIdAsync(), await nurse.TerminalIdAsync()));
        Assert.Equal(relays, (await RelayAsync(doctor), await RelayAsync(nurse)));
        Assert.NotEqual(home, await _cluster.HomeOfAsync(consultation.GroupId));
    }

    [Fact]
    public async Task Kill_ServerThatDirectsTheConsultationAndCarriesIt_TerminalsMoveByThemselvesAndPicturesFollowWithTheGroup()
    {
        using var api = await ApiClient.SignInAsync(_cluster.Gateway, DemoPerson.Applicant);
        var consultation = await api.AskAsync("全部 Both");
        var home = await _cluster.HomeOfAsync(consultation.GroupId);
        var (doctor, nurse) = await GatherAsync(api, consultation, near: home);
        var seats = (await doctor.TerminalIdAsync(), await nurse.TerminalIdAsync());
        Assert.True(home.Carries(await RelayAsync(doctor)) && home.Carries(await RelayAsync(nurse)), $"{home.Name} does not carry both.");

        var from = DateTimeOffset.UtcNow;
        var killed = Stopwatch.StartNew();
        await home.Server.KillAsync();
        await CarriedAsync(doctor, home, expected: false);
        await CarriedAsync(nurse, home, expected: false);
        var moved = killed.Elapsed;
        var gaps = await GapsAsync(doctor, nurse, from);
        await HaveStandbyAsync(doctor);
        await HaveStandbyAsync(nurse);

        output.WriteLine(
            $"{home.Name} killed with group and relay: both moved after {moved.TotalMilliseconds:F0} ms; longest time without a new picture {gaps.Max():F0} ms");
        Assert.InRange(moved, TimeSpan.Zero, MovesWithin);

        // Whose picture is in which slot only the group can say.
        Assert.All(gaps, gap => Assert.InRange(gap, 0, AnswersWithin.TotalMilliseconds));
        Assert.Equal(seats, (await doctor.TerminalIdAsync(), await nurse.TerminalIdAsync()));
    }

    [Fact]
    public async Task Drain_ServerWithTheMediaThroughTheGateway_PicturesGoOnAndComeBackAfterwards()
    {
        using var api = await ApiClient.SignInAsync(_cluster.Gateway, DemoPerson.Applicant);
        using var administrator = await ApiClient.SignInAsync(_cluster.Gateway, DemoPerson.Administrator);
        var consultation = await api.AskAsync("检修 Maintenance");
        var near = Other(await _cluster.HomeOfAsync(consultation.GroupId));
        var (doctor, nurse) = await GatherAsync(api, consultation, near);

        var from = DateTimeOffset.UtcNow;
        await administrator.DrainAsync(near.Name);
        await CarriedAsync(doctor, near, expected: false);
        await CarriedAsync(nurse, near, expected: false);
        await NodeAsync(administrator, near, node => node is { State: "draining", IsEmpty: true });
        var drained = await GapsAsync(doctor, nurse, from);

        from = DateTimeOffset.UtcNow;
        await administrator.ResumeAsync(near.Name);
        await CarriedAsync(doctor, near, expected: true);
        await CarriedAsync(nurse, near, expected: true);
        await HaveStandbyAsync(doctor);
        await HaveStandbyAsync(nurse);
        var returned = DateTimeOffset.UtcNow - from;
        var resumed = await GapsAsync(doctor, nurse, from);

        output.WriteLine(
            $"{near.Name} drained: longest time without a new picture {drained.Max():F0} ms; media back there {returned.TotalSeconds:F1} s after it was taken back, "
            + $"longest time without a new picture {resumed.Max():F0} ms");
        Assert.All([.. drained, .. resumed], gap => Assert.InRange(gap, 0, MaxGapOfMovesMs));
    }

    [Fact]
    public async Task Start_FourthServer_TakesGroupsAndTerminalsWithinSeconds()
    {
        var encoder = await WhipEncoder.MakeAsync(await (await _chromium.OpenAsync()).NewPageAsync());
        using var api = await ApiClient.SignInAsync(_cluster.Gateway, DemoPerson.Applicant);

        // What a server does for the first time takes longer: the three have done it before the fourth comes.
        using var deadline = new CancellationTokenSource(Deadline);
        using var looks = new PeriodicTimer(BetweenLooks);
        var used = new HashSet<(ServedSilo, bool IsHome)>();
        while (used.Count < 2 * _cluster.Silos.Count)
        {
            await looks.WaitForNextTickAsync(deadline.Token);
            var (home, carrier) = await OpenAsync(api, encoder);
            used.UnionWith([(home, true), (carrier, false)]);
        }

        var fourth = _cluster.NewSilo("north");
        var started = Stopwatch.StartNew();
        var starting = StartAsync();
        TimeSpan? withGroup = null;
        TimeSpan? withTerminal = null;
        while (withGroup is null || withTerminal is null)
        {
            await looks.WaitForNextTickAsync(deadline.Token);
            var (home, carrier) = await OpenAsync(api, encoder);
            withGroup ??= home == fourth ? started.Elapsed : null;
            withTerminal ??= carrier == fourth ? started.Elapsed : null;
        }

        var ready = await starting;
        output.WriteLine(
            $"a fourth server was ready {ready.TotalSeconds:F1} s after its process began to start; it had a group after {withGroup?.TotalSeconds:F1} s "
            + $"and a terminal after {withTerminal?.TotalSeconds:F1} s");
        Assert.True(withGroup - ready < TakesLoadWithin);
        Assert.True(withTerminal - ready < TakesLoadWithin);

        async Task<TimeSpan> StartAsync()
        {
            await fourth.Server.StartAsync();
            return started.Elapsed;
        }
    }

    private static Task<string> RelayAsync(Terminal terminal) => terminal.Page.EvaluateAsync<string>("async () => (await window.__consult.stats()).relayId");

    private ServedSilo Other(ServedSilo silo) => _cluster.Silos.First(other => other != silo);

    private static Task CarriedAsync(Terminal terminal, ServedSilo silo, bool expected) => terminal.WaitAsync(
        "async ({ silo, expected }) => (await window.__consult.stats()).relayId.startsWith(silo) === expected",
        $"{(expected ? "be" : "no longer be")} carried by {silo.Name}",
        new { silo = $"{silo.Name}-", expected },
        (int)Deadline.TotalMilliseconds,
        every: 250);

    private static async Task NodeAsync(ApiClient administrator, ServedSilo silo, Func<ClusterNode, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var looks = new PeriodicTimer(BetweenLooks);
        while (!(await administrator.GetAsync<ClusterDto>("/api/cluster")).Nodes.Any(node => node.Node == silo.Name && condition(node)))
        {
            await looks.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static Task HaveStandbyAsync(Terminal terminal) => terminal.WaitAsync(
        "async () => (await window.__consult.stats()).standbyConnected === true", "have a standby session", every: 250);

    private static async Task<double[]> GapsAsync(Terminal one, Terminal other, DateTimeOffset from) =>
        [.. await FrameGaps.LongestAsync(one, from, 1), .. await FrameGaps.LongestAsync(other, from, 1)];

    private static Task MutedAsync(Terminal terminal, string seat, string sources) =>
        terminal.WaitAsync("tile => document.querySelector(tile) !== null", "see who is muted", $"[data-testid=tile-{seat}][data-muted='{sources}']");

    /// <summary>A new consultation with a new terminal; the server that directs it and the one whose relay the terminal got.</summary>
    private async Task<(ServedSilo Home, ServedSilo Carrier)> OpenAsync(ApiClient api, WhipEncoder encoder)
    {
        var consultation = await api.AskAsync("内镜 Endoscope");
        var invitation = await api.InviteAsync(consultation.GroupId, "Encoder", "device", "whip");
        var port = await encoder.PublishAsync(_cluster.Gateway, invitation.Token);
        return (await _cluster.HomeOfAsync(consultation.GroupId), _cluster.Silos.Single(silo => silo.RelayPort == port));
    }

    /// <summary>Two people who see each other and have standby sessions, near one relay and farther from the others.</summary>
    /// <param name="outOfReach">Whose relay neither of them gets.</param>
    private async Task<(Terminal Doctor, Terminal Nurse)> GatherAsync(ApiClient api, ConsultationDetail consultation, ServedSilo near, ServedSilo? outOfReach = null)
    {
        var ways = _cluster.Silos.Where(silo => silo != near).ToDictionary(
            silo => silo.RelayPort, silo => _paths.Open(silo.RelayPort, silo == outOfReach ? FarAway : NextRegion));
        var site = new Site(near.Region, ways);
        var browser = await _chromium.OpenAsync(CameraState.Small);
        var doctor = await JoinAsync(browser, site, await api.InviteAsync(consultation.GroupId, "Doctor", "expert"));
        var nurse = await JoinAsync(browser, site, await api.InviteAsync(consultation.GroupId, "Nurse", "expert"));
        foreach (var terminal in new[] { doctor, nurse })
        {
            await terminal.SeesAsync(1);
            await HaveStandbyAsync(terminal);
        }

        return (doctor, nurse);
    }

    private async Task<Terminal> JoinAsync(IBrowser browser, Site site, IssuedTokenDto invitation)
    {
        var terminal = await Terminal.OpenInAsync(_cluster.Gateway, browser, viewport: new ViewportSize { Width = 800, Height = 480 });
        await terminal.Page.AddInitScriptAsync(FrameGaps.Script);
        await terminal.Page.AddInitScriptAsync(site.Script);
        await terminal.Page.GotoAsync(invitation.Link);
        await terminal.EnterAsync();
        await terminal.WaitAsync("() => document.querySelector('[data-testid=room]').dataset.media === 'connected'", "have media");
        return terminal;
    }
}

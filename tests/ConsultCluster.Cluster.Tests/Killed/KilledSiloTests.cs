using System.Diagnostics;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Time;
using Xunit.Abstractions;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>Silos in processes of their own, killed or stopped, with PostgreSQL between them.</summary>
public sealed class KilledSiloTests(ITestOutputHelper output) : IAsyncLifetime
{
    private PostgresCluster _cluster = null!;

    private IConsultationGroup Group => _cluster.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync(3);
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Kill_SiloOfTheGroup_AnswersWithinFiveSecondsAndIsHeardAgain()
    {
        var observer = new PresentObserver();
        await Group.SubscribeAsync(observer).Value();
        var (_, stays) = await Group.SitAsync("stays");
        var (_, away) = await Group.SitAsync("away");
        observer.Seat(stays);
        var before = await Group.SnapshotAsync().Value();

        (await _cluster.HomeOfAsync(Scene.Id)).Kill();
        var killed = Stopwatch.StartNew();
        await Group.SnapshotAsync().Value();
        var answered = killed.Elapsed;

        // The terminal whose connection is in this process is still there, without having come back; the other one's seat is held.
        var back = await observer.Heard.HearAsync<MemberEntered>(e => e.Resumed && e.Member.Terminal == stays);
        output.WriteLine($"answered {answered.TotalMilliseconds:F0} ms after the kill, heard again after {killed.Elapsed.TotalMilliseconds:F0} ms");
        Assert.InRange(answered, TimeSpan.Zero, TimeLimit.Of(TimeSpan.FromSeconds(5)));
        Assert.True(back.Sequence > before.Sequence);
        var after = await Group.SnapshotAsync().Value();
        Assert.Equal(before.Epoch + 1, after.Epoch);
        Assert.Equal(
            [(stays, PresenceState.Entered), (away, PresenceState.Reconnecting)], after.Members.Select(member => (member.Terminal, member.Presence)));

        var (_, next) = await Group.SitAsync("next");
        await observer.Heard.HearAsync<MemberEntered>(e => e.Member.Terminal == next);
    }

    [Fact]
    public async Task Kill_SiloOfTheGroup_ReminderBringsItBackThoughNobodyCalls()
    {
        await Group.SitAsync("a");
        await _cluster.SaysAsync("SELECT count(*) FROM orleans_reminder", "1");

        (await _cluster.HomeOfAsync(Scene.Id)).Kill();

        // Only a group that is in memory again holds the seat of who was inside.
        await _cluster.SaysAsync("SELECT count(*) FROM audit WHERE action = 'group.activated'", "1");
    }

    [Fact]
    public async Task Stop_SiloOfTheGroup_LosesNothingAndLeavesAtOnce()
    {
        var (_, a) = await Group.SitAsync("a");
        var message = await Group.SendMessageAsync(a, "m1", "before").Value();
        var home = await _cluster.HomeOfAsync(Scene.Id);
        var others = _cluster.Silos.Live.Select(silo => silo.Name).Where(name => name != home.Name).ToArray();

        var stopping = home.StopAsync();
        var again = await Group.SendMessageAsync(a, "m1", "before").Value();
        await stopping;

        Assert.Equal((message.Id, message.Sequence), (again.Id, again.Sequence));
        await _cluster.SeesAsync(others);
        await Group.SnapshotAsync().Value();
        Assert.NotEqual(home, await _cluster.HomeOfAsync(Scene.Id));
    }

    [Fact]
    public async Task Pause_SiloOfTheGroup_GroupGoesOnElsewhereAndWhatSleptEndsWhenItWakes()
    {
        var (_, a) = await Group.SitAsync("a");
        var home = await _cluster.HomeOfAsync(Scene.Id);
        var before = await Group.SnapshotAsync().Value();

        await home.PauseAsync();
        var paused = Stopwatch.StartNew();
        var message = await Group.SendMessageAsync(a, "m1", "while it slept").Value();
        var answered = paused.Elapsed;
        await _cluster.SeesAsync([.. _cluster.Silos.Live.Select(silo => silo.Name).Where(name => name != home.Name)]);
        await home.ResumeAsync();

        // It hears that it was given up, and leaves its restart to whoever runs it.
        await home.EndedAsync();
        output.WriteLine($"answered {answered.TotalMilliseconds:F0} ms after the pause began, which lasted {paused.Elapsed.TotalMilliseconds:F0} ms");
        Assert.InRange(answered, TimeSpan.Zero, TimeLimit.Of(TimeSpan.FromSeconds(5)));
        Assert.Equal(message.Sequence, (await Group.SendMessageAsync(a, "m1", "while it slept").Value()).Sequence);
        Assert.Equal(before.Epoch + 1, (await Group.SnapshotAsync().Value()).Epoch);
    }

    [Fact]
    public async Task Close_EndsTheReminderOnceTheGroupIsToldSo()
    {
        await _cluster.SaysAsync("SELECT count(*) FROM orleans_reminder", "1");

        await Group.CloseAsync(Scene.Applicant).Done();

        await _cluster.SaysAsync("SELECT count(*) FROM orleans_reminder", "0");
    }

    [Fact]
    public async Task Silos_OneMoreAndOneKilled_AreSeenWithNameRegionAndControlUrl()
    {
        await _cluster.SeesAsync("silo-0", "silo-1", "silo-2");
        var started = Stopwatch.StartNew();
        await _cluster.AddSiloAsync("silo-3");
        await _cluster.SeesAsync("silo-0", "silo-1", "silo-2", "silo-3");
        output.WriteLine($"a fourth silo is seen {started.Elapsed.TotalMilliseconds:F0} ms after its process began to start");

        var home = await _cluster.HomeOfAsync(Scene.Id);
        var seen = _cluster.Silos.Live.Single(silo => silo.Name == home.Name);
        Assert.Equal("north", seen.Region);
        Assert.Equal(new Uri($"http://127.0.0.1:{home.SiloPort}/"), seen.ControlUrl);

        home.Kill();
        await _cluster.SeesAsync([.. _cluster.Silos.Live.Select(silo => silo.Name).Where(name => name != home.Name)]);
    }
}

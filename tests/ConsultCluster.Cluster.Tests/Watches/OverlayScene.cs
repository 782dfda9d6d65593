using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Cluster.Tests.Watches;

/// <summary>A group with a terminal on relay A and one on relay B, and a relay C beside them.</summary>
internal sealed class OverlayScene : IAsyncDisposable
{
    private OverlayScene(SiloFixture fixture) => Fixture = fixture;

    public SiloFixture Fixture { get; }

    public FakeRelay A => Fixture.RelayA;

    public FakeRelay B => Fixture.RelayB;

    public FakeRelay C { get; } = new("relay-c");

    public IConsultationGroup Group => Fixture.Groups.Get(Scene.Id);

    public static async Task<OverlayScene> StartAsync()
    {
        // Relays that watch each other measure their links: here only what routes need is to be measured.
        var scene = new OverlayScene(await SiloFixture.StartAsync(new GroupOptions { Watchers = 0 }));
        scene.Fixture.Relays.Add(scene.C);
        await scene.OpenAsync(Scene.Id);
        await scene.A.OrderedAsync("cascade g1 relay-b");
        await scene.B.OrderedAsync("cascade g1 relay-a");
        return scene;
    }

    /// <summary>A group with one terminal on each of the first two relays.</summary>
    public async Task OpenAsync(GroupId id)
    {
        var group = Fixture.Groups.Get(id);
        await group.RequestAsync(Scene.Request(id.Value, $"r-{id}"), Scene.Applicant).Value();
        Assert.Equal(A.Id, (await group.OfferAsync((await group.SitAsync($"a-{id}")).Terminal, Near(A)).Value()).Relay);
        Assert.Equal(B.Id, (await group.OfferAsync((await group.SitAsync($"b-{id}")).Terminal, Near(B)).Value()).Relay);
    }

    /// <summary>What both ends measure of a link from now on.</summary>
    public static void Measure(FakeRelay one, FakeRelay other, double roundTripMs, double lossPercent = 0)
    {
        one.MeasureLink(other.Id, roundTripMs, lossPercent);
        other.MeasureLink(one.Id, roundTripMs, lossPercent);
    }

    /// <summary>Lets so many seconds pass, each with its look at the routes.</summary>
    public void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The direct link loses a fifth, the way over C nothing; done when the group goes over C alone.</summary>
    public async Task DetourAsync()
    {
        Measure(A, B, 20, 20);
        Measure(A, C, 15);
        Measure(B, C, 15);
        Pass(2);
        await A.OrderedAsync("cascade g1 relay-b,relay-c");
        await B.OrderedAsync("cascade g1 relay-a,relay-c");
        await C.OrderedAsync("cascade g1 relay-a,relay-b");
        Pass(3);
        await A.OrderedAsync("cascade g1 relay-c");
        await B.OrderedAsync("cascade g1 relay-c");
    }

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();

    private MediaOffer Near(FakeRelay relay) => Scene.Offer with { Near = Scene.Near([.. new[] { A, B, C }.Select(one => (one, one == relay ? 2.0 : 400))]) };
}

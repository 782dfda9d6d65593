using System.Text.Json;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.EndToEnd.Harness.Cluster;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>The page for those who operate the cluster: real relay nodes that join, drain and die under it.</summary>
public sealed class ClusterPageTests : IAsyncLifetime
{
    private const string Key = "a-node-key-for-the-cluster-page";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private ServerProcess _server = null!;
    private Chromium _chromium = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartControlAsync(Key);
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_ThatJoinDrainAndDie_AreShownLive()
    {
        await using var north = new RelayNodeProcess(_server, "edge-north", "north", Key);
        await using var south = new RelayNodeProcess(_server, "edge-south", "south", Key);
        var page = await OpenAsync("en-GB");
        await page.Page.GotoAsync("/cluster");
        await north.StartAsync();
        await StateAsync(page, north, "active");
        await page.Part("cluster-map").WaitForAsync();
        await Assertions.Expect(page.Part("live")).ToHaveAttributeAsync("data-live", "true");

        await south.StartAsync();
        await StateAsync(page, south, "active");
        await page.Part("cluster-news").GetByText("edge-south joined.").WaitForAsync();

        using var api = await ApiClient.SignInAsync(_server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("集群页面 Cluster page");
        var doctor = await Terminal.OpenAsync(_server, _chromium);
        await doctor.SignInAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);
        // A terminal and its standby are in different processes, so their relays make a link.
        await page.Part("cluster-links").Locator(".badge-link-good").First.WaitForAsync();
        await page.Part("cluster-groups").GetByText(consultation.GroupId).WaitForAsync();
        var looks = new PageLooks();
        await looks.LookAsync(page, null, "cluster-map", "cluster", "en", isWhole: true);

        await page.Part("drain-edge-north").ClickAsync();
        await looks.LookAsync(page, null, "confirm", "cluster-drain", "en");
        await page.Part("confirm").ClickAsync();
        await StateAsync(page, north, "draining");
        await Assertions.Expect(Node(page, north)).ToHaveAttributeAsync("data-empty", "true");
        await Assertions.Expect(page.Part("drain-edge-north")).ToHaveTextAsync("Resume");
        await page.Part("drain-edge-north").PressAsync("Enter");
        await StateAsync(page, north, "active");

        await south.KillAsync();
        await page.Part("cluster-news").GetByText("edge-south left.").WaitForAsync();
        await Assertions.Expect(Node(page, south)).ToHaveCountAsync(0);
        Assert.Empty(looks.Violations);
    }

    [Fact]
    public async Task Drain_OfTheLastNode_WarnsAndIsStillPossible()
    {
        var page = await OpenAsync("en-GB");
        await page.Page.GotoAsync("/cluster");
        var node = page.Page.Locator("li.node");
        await page.Part("enrolments").GetByText("No relay node has asked to join.").WaitForAsync();

        await node.Locator("button").ClickAsync();
        var looks = new PageLooks();
        await looks.LookAsync(page, null, "confirm", "cluster-drain-last", "en");
        await page.Page.Locator(".notice-warning").GetByText("last node").WaitForAsync();
        await page.Part("confirm").ClickAsync();
        await Assertions.Expect(node).ToHaveAttributeAsync("data-empty", "true");
        await node.Locator("button").ClickAsync();
        await Assertions.Expect(node).ToHaveAttributeAsync("data-state", "active");
        Assert.Empty(looks.Violations);
    }

    [Fact]
    public async Task Server_ThatDiesAndComesBack_IsSaidAndFollowed()
    {
        var page = await OpenAsync("en-GB");
        await page.Page.GotoAsync("/cluster");
        await Assertions.Expect(page.Part("live")).ToHaveAttributeAsync("data-live", "true");

        await _server.KillAsync();
        await Assertions.Expect(page.Part("live")).ToHaveAttributeAsync("data-live", "false");
        await page.Part("cluster-totals").WaitForAsync();
        var looks = new PageLooks();
        await looks.LookAsync(page, null, "cluster", "cluster-lost", "en");

        await _server.StartAsync();
        await Assertions.Expect(page.Part("live")).ToHaveAttributeAsync("data-live", "true");
        Assert.Empty(looks.Violations);
    }

    [Fact]
    public async Task Page_ForOthersThanAdministrators_IsNotOfferedAndSaysSo()
    {
        var page = await OpenAsync("en-GB", DemoPerson.Coordinator);
        await page.Page.GotoAsync("/cluster");

        await page.Page.GetByText("Only administrators may see the system status.").WaitForAsync();
        await Assertions.Expect(page.Page.Locator("nav a[href='/cluster']")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Part("cluster")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("en", "en-GB")]
    [InlineData("zh", "zh-CN")]
    public async Task Page_OfTwentyNodes_IsAxeCleanAndNeedsNoSidewaysScrolling(string language, string locale)
    {
        var page = await OpenAsync(locale);
        await page.Page.RouteAsync("**/api/cluster", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(MadeUpCluster.Create(), Json),
        }));
        var looks = new PageLooks();

        await looks.LookAsync(page, "/cluster", "cluster-map", "cluster-large", language, isWhole: true);
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Screenshots.TakeAsync(page.Page, $"cluster-large-dark-{language}", isWhole: true);

        Assert.Equal(5, await page.Page.Locator(".place").CountAsync());
        Assert.Equal(10, await page.Page.Locator(".way-label").CountAsync());
        foreach (var size in new[] { Screenshots.Phone, Screenshots.Desktop })
        {
            await page.Page.SetViewportSizeAsync(size.Width, size.Height);
            // The window has its size a moment before the page is laid out for it.
            await page.Page.WaitForFunctionAsync("width => innerWidth === width && document.documentElement.scrollWidth <= width", size.Width);
        }

        Assert.Empty(looks.Violations);
    }

    private async Task<Terminal> OpenAsync(string locale, DemoPerson? person = null)
    {
        var terminal = await Terminal.OpenAsync(_server, _chromium, CameraState.Working, locale, Screenshots.Desktop);
        await terminal.SignInAsync(person ?? DemoPerson.Administrator);
        return terminal;
    }

    private static ILocator Node(Terminal page, RelayNodeProcess node) => page.Part($"node-{node.Name}");

    private static Task StateAsync(Terminal page, RelayNodeProcess node, string state) =>
        Assertions.Expect(Node(page, node)).ToHaveAttributeAsync("data-state", state);
}

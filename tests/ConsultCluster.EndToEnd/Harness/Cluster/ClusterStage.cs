using System.Security.Cryptography;
using ConsultCluster.Contracts.Http;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>
/// A server that directs, three relay-only processes, and two consultations of three browsers. Each consultation has one at each of three sites,
/// every site is near one of the relay processes, and the server itself is far from all.
/// </summary>
internal sealed class ClusterStage : IAsyncDisposable
{
    private const int Groups = 2;

    private static readonly string[] Regions = ["east", "middle", "west"];

    /// <summary>One way between neighbouring sites.</summary>
    private static readonly TimeSpan Neighbours = TimeSpan.FromMilliseconds(15);

    /// <summary>
    /// One way from each site to the server, another continent: its own relays do not answer within the time that browsers measure for, so they are
    /// for none who has measured. Nobody kills the server here, and who once was on it would stay.
    /// </summary>
    private static readonly TimeSpan FarAway = TimeSpan.FromMilliseconds(250);

    /// <summary>Half a minute, and two more for who measured wrong on a busy machine and measures again.</summary>
    private static readonly TimeSpan NearWithin = TimeSpan.FromSeconds(150);

    private readonly string _key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly DelayedPaths _paths = new();
    private Chromium? _chromium;
    private ServerProcess? _server;

    /// <summary>By region.</summary>
    public List<RelayNodeProcess> Nodes { get; } = [];

    /// <summary>Everybody, group by group, in each of them by region.</summary>
    public List<Terminal> Terminals { get; } = [];

    /// <summary>How many others each terminal sees.</summary>
    public static int Others => Regions.Length - 1;

    /// <summary>The consultations.</summary>
    public List<ConsultationDetail> Consultations { get; } = [];

    /// <summary>The directing process.</summary>
    public ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

    /// <summary>Starts the server and the relay processes.</summary>
    public async Task StartRelaysAsync()
    {
        _server = await ServerProcess.StartControlAsync(_key);
        foreach (var region in Regions)
        {
            var node = new RelayNodeProcess(Server, $"node-{region}", region, _key);
            Nodes.Add(node);
            await node.StartAsync();
        }
    }

    /// <summary>Starts everything; returns when everybody sees everybody in their group and has a standby session.</summary>
    public async Task StartAsync()
    {
        await StartRelaysAsync();
        var sites = Regions.Select(SiteAt).ToArray();
        _chromium = await Chromium.StartAsync();
        var browser = await _chromium.OpenAsync(CameraState.Small);
        using var api = await ApiClient.SignInAsync(Server, DemoPerson.Applicant);
        for (var group = 0; group < Groups; group++)
        {
            var consultation = await api.AskAsync($"接力 Relay {group + 1}", capacity: Regions.Length);
            Consultations.Add(consultation);
            foreach (var site in sites)
            {
                var invitation = await api.InviteAsync(consultation.GroupId, $"Terminal {site.Region}", "expert");
                Terminals.Add(await JoinAsync(browser, site, invitation));
            }
        }

        foreach (var terminal in Terminals)
        {
            await terminal.SeesAsync(Others);
        }

        await HaveStandbysAsync();
    }

    /// <summary>Waits until everybody's standby session is connected.</summary>
    public Task HaveStandbysAsync() => Task.WhenAll(Terminals.Select(HasStandbyAsync));

    /// <summary>The relay that each terminal's media goes over, in the order of the terminals.</summary>
    public Task<string[]> RelaysAsync() =>
        Task.WhenAll(Terminals.Select(terminal => terminal.Page.EvaluateAsync<string>("async () => (await window.__consult.stats()).relayId")));

    /// <summary>Waits until the media of everybody is on the relay of their own site again.</summary>
    public Task AreNearAsync() => Task.WhenAll(Terminals.Select((terminal, index) => terminal.WaitAsync(
        "async node => (await window.__consult.stats()).relayId.startsWith(node)",
        $"be carried by {Nodes[index % Nodes.Count].Name}",
        $"{Nodes[index % Nodes.Count].Name}-",
        (int)NearWithin.TotalMilliseconds,
        every: 500)));

    /// <summary>The seat of each terminal, in the order of the terminals.</summary>
    public Task<string[]> SeatsAsync() => Task.WhenAll(Terminals.Select(terminal => terminal.TerminalIdAsync()));

    /// <summary>Leaves a mark in each page, which is gone when it is loaded again.</summary>
    public Task MarkPagesAsync() => Task.WhenAll(Terminals.Select(terminal => terminal.Page.EvaluateAsync("() => { window.__marked = true; }")));

    /// <summary>Nobody had to load the page again, and with it to enter again.</summary>
    public async Task<bool> PagesAreTheSameAsync() =>
        (await Task.WhenAll(Terminals.Select(terminal => terminal.Page.EvaluateAsync<bool>("() => window.__marked === true")))).All(marked => marked);

    /// <summary>The relay process that carries the media of most.</summary>
    public async Task<RelayNodeProcess> BusiestAsync()
    {
        var relays = await RelaysAsync();
        return Nodes.MaxBy(node => relays.Count(relay => relay.StartsWith($"{node.Name}-", StringComparison.Ordinal)))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _paths.Dispose();
    }

    /// <summary>
    /// A profile and a renderer of its own, as small as it goes: six of them stand for six computers, and share the cores with everything that they
    /// test. One program draws for all, since six would take half as much again. Nobody speaks, which would take as much as the pictures.
    /// </summary>
    private async Task<Terminal> JoinAsync(IBrowser browser, Site site, IssuedTokenDto invitation)
    {
        var terminal = await Terminal.OpenInAsync(Server, browser, viewport: new ViewportSize { Width = 320, Height = 240 });
        await terminal.Page.AddInitScriptAsync(FrameGaps.Script);
        await terminal.Page.AddInitScriptAsync(site.Script);
        await terminal.Page.GotoAsync(invitation.Link);
        await terminal.Part("toggle-microphone").ClickAsync();
        // People look at themselves before they enter, and a page that still starts up measures nothing.
        await terminal.WaitAsync("() => document.querySelector('video')?.currentTime > 1", "see the own picture");
        await terminal.EnterAsync();
        // The next one measures its round trips when this one no longer starts up: its standby is the last that it makes.
        await HasStandbyAsync(terminal);
        return terminal;
    }

    private static Task HasStandbyAsync(Terminal terminal) => terminal.WaitAsync(
        "async () => (await window.__consult?.stats())?.standbyConnected === true", "have a standby session", every: 250);

    private Site SiteAt(string region)
    {
        var here = Array.IndexOf(Regions, region);
        var ways = Server.RelayPorts.ToDictionary(port => port, port => _paths.Open(port, FarAway));
        foreach (var (there, node) in Nodes.Index())
        {
            if (there != here)
            {
                ways[node.RelayPort] = _paths.Open(node.RelayPort, Neighbours * Math.Abs(there - here));
            }
        }

        return new Site(region, ways);
    }
}

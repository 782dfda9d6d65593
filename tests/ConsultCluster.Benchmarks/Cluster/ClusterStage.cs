using System.Security.Cryptography;
using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Cluster;

/// <summary>A server that directs, three relay-only processes in three regions, and two consultations of three browsers.</summary>
internal sealed class ClusterStage : IAsyncDisposable
{
    private static readonly string[] Regions = ["east", "middle", "west"];

    private readonly string _key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private Chromium? _chromium;
    private ServerProcess? _server;

    public List<RelayNodeProcess> Nodes { get; } = [];

    /// <summary>Everybody, group by group.</summary>
    public List<Terminal> Terminals { get; } = [];

    /// <summary>The consultations.</summary>
    public List<ConsultationDetail> Consultations { get; } = [];

    /// <summary>The directing process.</summary>
    public ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

    /// <summary>Starts everything; returns when everybody sees everybody in their group and has a standby session.</summary>
    public async Task StartAsync()
    {
        _server = await ServerProcess.StartControlAsync(_key);
        foreach (var region in Regions)
        {
            var node = new RelayNodeProcess(Server, $"node-{region}", region, _key);
            Nodes.Add(node);
            await node.StartAsync();
        }

        _chromium = await Chromium.StartAsync();
        using var api = await ApiClient.SignInAsync(Server, DemoPerson.Applicant);
        for (var group = 0; group < 2; group++)
        {
            var consultation = await api.AskAsync($"接力 Relay {group + 1}");
            Consultations.Add(consultation);
            foreach (var region in Regions)
            {
                var invitation = await api.InviteAsync(consultation.GroupId, $"Terminal {region}", "expert");
                var terminal = await Terminal.OpenInAsync(Server, await _chromium.OpenAsync(CameraState.Small));
                await terminal.Page.AddInitScriptAsync(FrameGaps.Script);
                await terminal.Page.AddInitScriptAsync($"sessionStorage.setItem('consult.region', '{region}')");
                await terminal.JoinByLinkAsync(invitation);
                Terminals.Add(terminal);
            }
        }

        foreach (var terminal in Terminals)
        {
            await terminal.SeesAsync(2);
            await HasStandbyAsync(terminal);
        }
    }

    /// <summary>Waits until a terminal's standby session is connected.</summary>
    public static Task HasStandbyAsync(Terminal terminal) =>
        terminal.WaitAsync("async () => (await window.__consult.stats()).standbyConnected === true", "have a standby session");

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
    }
}

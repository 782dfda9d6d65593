using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Relay.Tests.Udp;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Nodes;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>A real control process with a relay of its own, and the people who use it: an administrator, and a doctor with terminals in one consultation.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    private const string Password = "a-password-of-this-test";

    private readonly List<IDisposable> _disposables = [];
    private readonly List<HubTerminal> _terminals = [];
    private HttpClient? _doctor;
    private ConsultationDetail? _consultation;

    private ClusterScene(NodeCluster cluster, HttpClient administrator) => (Cluster, Administrator) = (cluster, administrator);

    public NodeCluster Cluster { get; }

    public HttpClient Administrator { get; }

    /// <summary>Name of the control process's own node.</summary>
    public string Own => Cluster.Relays.Home.Node;

    public static async Task<ClusterScene> StartAsync(Action<ServerOptions>? configure = null)
    {
        var cluster = await NodeCluster.StartAsync(configure: configure);
        using var stranger = new HttpClient { BaseAddress = cluster.Address };
        await (await stranger.PostAsJsonAsync("/api/setup", new SetupRequest(cluster.Control.SetupCode!, "keeper", "Keeper", Password))).ReadAsync<PersonDto>();
        return new ClusterScene(cluster, await SignInAsync(cluster, "keeper"));
    }

    public async Task<ClusterDto> ReadAsync() => await (await Administrator.GetAsync("/api/cluster")).ReadAsync<ClusterDto>();

    public async Task<ClusterNode> NodeAsync(string name) => (await ReadAsync()).Nodes.Single(node => node.Node == name);

    /// <summary>Asks until the node is as wanted.</summary>
    public Task UntilAsync(string name, Func<ClusterNode, bool> condition) => AgainAsync(() => NodeAsync(name), condition);

    public Task<HttpResponseMessage> DrainAsync(string node, bool force = false) =>
        Administrator.PostAsync($"/api/cluster/nodes/{node}/drain{(force ? "?force=true" : string.Empty)}", null);

    public Task<HttpResponseMessage> ResumeAsync(string node) => Administrator.DeleteAsync($"/api/cluster/nodes/{node}/drain");

    /// <summary>Gives an order until it is accepted: on a busy machine a node is out of reach for moments, another one the last, and people try again.</summary>
    public static async Task AcceptedAsync(Func<Task<HttpResponseMessage>> order)
    {
        var answer = await AgainAsync(order, answer => answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>One more terminal that has entered the consultation.</summary>
    public async Task<HubTerminal> EnterAsync()
    {
        _doctor ??= await DoctorAsync();
        _consultation ??= await _doctor.RequestConsultationAsync();
        var terminal = await HubTerminal.ConnectAsync(Cluster.Address, (await _doctor.EntryAsync(_consultation.GroupId)).Token);
        _terminals.Add(terminal);
        Assert.Null((await terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error);
        return terminal;
    }

    /// <summary>
    /// The relay that answers an offer of that terminal. Offers again while no relay is to be had, as pages do: on a busy machine a node counts as silent for moments.
    /// </summary>
    public Task<string> OfferedAsync(HubTerminal terminal) => OfferedAsync(() => terminal.Offer(Offer()));

    /// <summary>The same of a standby session.</summary>
    public Task<string> OfferedStandbyAsync(HubTerminal terminal) => OfferedAsync(() => terminal.OfferStandby(Offer()));

    /// <summary>An offer that a real relay answers.</summary>
    public OfferRequest Offer()
    {
        var terminal = new UdpTerminal();
        _disposables.Add(terminal);
        var sources = terminal.Peer.Sources.ToDictionary(
            source => source.Key, source => JsonNamingPolicy.CamelCase.ConvertName(((MediaSource)(int)source.Value).ToString()), StringComparer.Ordinal);
        return new OfferRequest(terminal.Peer.CreateOffer(), sources, null, null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var terminal in _terminals)
        {
            await terminal.DisposeAsync();
        }

        _disposables.ForEach(one => one.Dispose());
        _doctor?.Dispose();
        Administrator.Dispose();
        await Cluster.DisposeAsync();
    }

    private static async Task<string> OfferedAsync(Func<Task<Reply<OfferReply>>> offer)
    {
        var reply = await AgainAsync(offer, reply => reply.Error?.Code.StartsWith("relay.", StringComparison.Ordinal) != true);
        Assert.Null(reply.Error);
        return reply.Value!.RelayId;
    }

    /// <summary>Asks until the answer will do, less often than the rate limit of a person.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> ask, Func<T, bool> isEnough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        T answer;
        while (!isEnough(answer = await ask()))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }

        return answer;
    }

    private async Task<HttpClient> DoctorAsync()
    {
        await (await Administrator.PostAsJsonAsync("/api/people", new CreatePersonRequest("doctor", "Doctor", "applicant", Password))).ReadAsync<PersonDto>();
        var doctor = await SignInAsync(Cluster, "doctor");
        (await doctor.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest(Password, Password + " of the doctor"))).EnsureSuccessStatusCode();
        return doctor;
    }

    private static async Task<HttpClient> SignInAsync(NodeCluster cluster, string name)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = cluster.Address };
        await (await client.PostAsJsonAsync("/api/session", new SignInRequest(name, Password))).ReadAsync<PersonDto>();
        return client;
    }
}

using ConsultCluster.Contracts.Hub;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Testing.Hub;

/// <summary>A terminal on the hub, as docs/protocol.md describes it: calls, and every notice in the order it came.</summary>
public sealed class HubTerminal : IConsultationHub, IAsyncDisposable
{
    /// <summary>As browsers do: the server takes a silent line for lost.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(3);

    private readonly HubConnection _connection;
    private readonly WebSocketConnectionFactory _factory;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubTerminal(Uri server, string? token, string? from, Action<object>? heard)
    {
        Notices = new NoticeLog(heard);
        var uri = new UriBuilder(new Uri(server, "/hub/consultation")) { Scheme = server.Scheme == "https" ? "wss" : "ws" }.Uri;
        _factory = new WebSocketConnectionFactory(token, from);
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(_factory);
        builder.Services.AddSingleton<System.Net.EndPoint>(new UriEndPoint(uri));
        builder.AddJsonProtocol();
        _connection = builder.Build();
        _connection.KeepAliveInterval = heard is null ? TimeSpan.FromSeconds(5) : PingEvery;
        _connection.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        Listen();
    }

    /// <summary>A secret as a browser makes it up: 22 characters.</summary>
    public static string NewSeatKey() => Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Every notice so far.</summary>
    public NoticeLog Notices { get; }

    /// <summary>Done when the connection is closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Connects; throws when the server refuses.</summary>
    /// <param name="from">The address that a reverse proxy on this machine would name; null for this machine's own.</param>
    /// <param name="heard">
    /// For a terminal that stays long: takes each notice, and the terminal says every few seconds that it is there. Null keeps all in <see cref="Notices"/>.
    /// </param>
    public static async Task<HubTerminal> ConnectAsync(Uri server, string? token, string? from = null, Action<object>? heard = null)
    {
        var terminal = new HubTerminal(server, token, from, heard);
        try
        {
            await terminal._connection.StartAsync();
            return terminal;
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts the line as a lost network does.</summary>
    public void Cut() => _factory.Last?.Cut();

    /// <inheritdoc/>
    public Task<Reply<EnterReply>> Enter(EnterRequest request) => Call<Reply<EnterReply>>(nameof(Enter), request);

    /// <inheritdoc/>
    public Task<Reply<ProbeDto[]>> Probes(string? region) => Call<Reply<ProbeDto[]>>(nameof(Probes), region);

    /// <inheritdoc/>
    public Task<Reply> Locate(LocateRequest request) => Call<Reply>(nameof(Locate), request);

    /// <inheritdoc/>
    public Task<Reply<OfferReply>> Offer(OfferRequest request) => Call<Reply<OfferReply>>(nameof(Offer), request);

    /// <inheritdoc/>
    public Task<Reply<OfferReply>> OfferStandby(OfferRequest request) => Call<Reply<OfferReply>>(nameof(OfferStandby), request);

    /// <inheritdoc/>
    public Task<Reply> UseStandby(string? relayId) => Call<Reply>(nameof(UseStandby), relayId);

    /// <inheritdoc/>
    public Task<Reply> SetMuted(string[] muted) => _connection.InvokeCoreAsync<Reply>(nameof(SetMuted), [muted]);

    /// <inheritdoc/>
    public Task<Reply> MuteOther(MuteOtherRequest request) => Call<Reply>(nameof(MuteOther), request);

    /// <inheritdoc/>
    public Task<Reply> Remove(string terminalId) => Call<Reply>(nameof(Remove), terminalId);

    /// <inheritdoc/>
    public Task<Reply<ChatMessageDto>> SendMessage(SendMessageRequest request) => Call<Reply<ChatMessageDto>>(nameof(SendMessage), request);

    /// <inheritdoc/>
    public Task<Reply<ChatPageDto>> Messages(string? before) => Call<Reply<ChatPageDto>>(nameof(Messages), before);

    /// <inheritdoc/>
    public Task<Reply<GroupDto>> Snapshot() => Call<Reply<GroupDto>>(nameof(Snapshot));

    /// <inheritdoc/>
    public Task<Reply> Ping() => Call<Reply>(nameof(Ping));

    /// <inheritdoc/>
    public Task<Reply> Leave() => Call<Reply>(nameof(Leave));

    /// <inheritdoc/>
    public Task<Reply> Close() => Call<Reply>(nameof(Close));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private Task<T> Call<T>(string method, params object?[] arguments) => _connection.InvokeCoreAsync<T>(method, arguments);

    private void Listen()
    {
        On<EnteredNotice>(nameof(IConsultationClient.Entered));
        On<ConnectedNotice>(nameof(IConsultationClient.Connected));
        On<PresenceNotice>(nameof(IConsultationClient.Presence));
        On<MutedNotice>(nameof(IConsultationClient.Muted));
        On<QualityNotice>(nameof(IConsultationClient.Quality));
        On<UndecodableNotice>(nameof(IConsultationClient.Undecodable));
        On<MessageNotice>(nameof(IConsultationClient.Message));
        On<LeftNotice>(nameof(IConsultationClient.Left));
        On<EndedNotice>(nameof(IConsultationClient.Ended));
        On<MissedNotice>(nameof(IConsultationClient.Missed));
        On<SlotDto[]>(nameof(IConsultationClient.Slots));
        On<string>(nameof(IConsultationClient.MediaMoved));
        _connection.On(nameof(IConsultationClient.Standby), () => Notices.Add(StandbyWanted.Instance));
        _connection.On(nameof(IConsultationClient.OfferAgain), () => Notices.Add(OfferAgain.Instance));
    }

    private void On<T>(string method)
        where T : class =>
        _connection.On<T>(method, Notices.Add);
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Wire;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>What reads messages of nodes, pages, encoders and operators.</summary>
internal static class ControlTargets
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly JsonHubProtocol Hub = new();
    private static readonly HubBinder Binder = new();
    private static readonly byte[] Transcript = new byte[64];
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Every body that a page may send.</summary>
    private static readonly Type[] Forms =
        [.. typeof(CreateConsultationRequest).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal))];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("node-messages", 40, NodeMessages),
        new("tokens", 20, Tokens),
        new("hub-messages", 40, HubMessages),
        new("http-forms", 30, HttpForms),
        new("whip-bodies", 10, WhipBodies),
        new("settings", 3, SettingsTarget.Run),
    ];

    private static int NodeMessages(byte[] input)
    {
        var message = NodeJson.Read(input);
        var isSound = message switch
        {
            Announce announce => NodeAnnouncement.Read(announce, [], ProvenPeer.Server) is not null,
            HeldSessions held => held.Sessions.All(session => session is not null && RelayWire.Read(session.Slots) is not null),
            StatusReport status => status.Relays.All(relay => relay is not null && LinkWire.Read(relay.Links) is not null),
            OrderMessage { Order: OpenSession open } => RelayWire.Read(open) is not null,
            OrderMessage { Order: SetLink link } => LinkWire.Read(link) is not null,
            OrderMessage { Order: SetCascade cascade } => LinkWire.Read(cascade) is not null,
            Proof proof => IdentityKey.ReadPublicKey(proof.Key) is { } key && IdentityKey.IsSigned(key, Transcript, proof.Signature),
            Hello hello => NodeKey.IsNonce(hello.Nonce),
            _ => false,
        };
        return HashCode.Combine(message?.GetType(), isSound, message is OrderMessage { Order: var order } ? order.GetType() : null);
    }

    private static int Tokens(byte[] input)
    {
        // A header that names the key and a right signature for some: then the claims are read.
        var text = Encoding.Latin1.GetString(input);
        if (input.Length > 0 && input[^1] % 8 == 0)
        {
            var signed = System.Buffers.Text.Base64Url.EncodeToString(TokenHeader.Write(KnownKeys.Token.Kid)) + "." + System.Buffers.Text.Base64Url.EncodeToString(input);
            text = signed + "." + System.Buffers.Text.Base64Url.EncodeToString(KnownKeys.Token.Sign(Encoding.ASCII.GetBytes(signed)));
        }

        var outcome = TokenCodec.Verify(text, _ => KnownKeys.Token, Now);
        var claims = TokenPayload.Read(input);
        return HashCode.Combine(outcome.Refusal?.Code, claims is null, claims?.Role, claims?.TerminalKind);
    }

    private static int HubMessages(byte[] input)
    {
        var sequence = new ReadOnlySequence<byte>(input);
        var hash = 0;
        while (TryParse(ref sequence, out var message))
        {
            hash = HashCode.Combine(hash, message.GetType(), (message as InvocationMessage)?.Target, Read(message));
        }

        return hash;
    }

    /// <summary>
    /// The framework's parser, of which only the arguments are ours. Any exception of it ends the connection; it throws the second for text that
    /// is no UTF-8, and the third for a number with a fraction where it wants none.
    /// </summary>
    private static bool TryParse(ref ReadOnlySequence<byte> sequence, [NotNullWhen(true)] out HubMessage? message)
    {
        message = null;
        try
        {
            return Hub.TryParseMessage(ref sequence, Binder, out message);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static int Read(HubMessage message)
    {
        if (message is not HubMethodInvocationMessage { Arguments: { } arguments })
        {
            return 0;
        }

        var hash = 0;
        foreach (var argument in arguments)
        {
            hash = HashCode.Combine(hash, argument switch
            {
                OfferRequest offer => OfferForm.Read(offer).Refusal?.Code.Length ?? 1,
                LocateRequest locate => NearForm.Read(locate.RoundTrips, locate.Region).Succeeded ? 1 : 2,
                string[] words => words.Count(word => EnumWords<MediaSource>.TryRead(word, out _)),
                string text => TerminalId.TryParse(text, out _) || RelayId.TryParse(text, out _) ? 1 : 2,
                _ => 0,
            });
        }

        return hash;
    }

    private static int HttpForms(byte[] input)
    {
        // Each input as three of them: seeds come back often enough for all.
        var (hash, first) = (0, HashOf(input));
        for (var i = 0; i < 3; i++)
        {
            var type = Forms[(first + i) % Forms.Length];
            try
            {
                if (JsonSerializer.Deserialize(input, type, Web) is { } form)
                {
                    hash = HashCode.Combine(hash, type, Mistakes(form));
                }
            }
            catch (JsonException)
            {
                // Answered with 400.
            }
        }

        return hash;
    }

    private static int HashOf(byte[] input) => (int)(input.Aggregate(2166136261u, (hash, value) => (hash ^ value) * 16777619u) & 0xFFFF);

    private static int Mistakes(object form)
    {
        var mistakes = new FieldMistakes();
        foreach (var property in form.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType == typeof(string))
            {
                var text = (string?)property.GetValue(form);
                _ = mistakes.Required(property.Name, text, 80);
                _ = mistakes.Optional(property.Name, text, 80);
                _ = mistakes.Word<Urgency>(property.Name, text ?? string.Empty);
                _ = RequestId.TryParse(text, out _);
            }
        }

        return mistakes.Summary.Length > 0 ? mistakes.ByField.Count : 0;
    }

    private static int WhipBodies(byte[] input)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(input);
        var text = Server.Whip.BoundedText.ReadAsync(context.Request, 32 * 1024, CancellationToken.None).GetAwaiter().GetResult();
        return text is null ? -1 : HashCode.Combine(string.IsNullOrWhiteSpace(text), MediaTargets.Sdp(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The methods of the hub and their parameters.</summary>
    private sealed class HubBinder : IInvocationBinder
    {
        private static readonly Dictionary<string, Type[]> Methods = typeof(IConsultationHub).GetMethods().ToDictionary(
            method => method.Name, method => method.GetParameters().Select(parameter => parameter.ParameterType).ToArray(), StringComparer.OrdinalIgnoreCase);

        public Type GetReturnType(string invocationId) => typeof(object);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
            Methods.TryGetValue(methodName, out var types) ? types : throw new HubException("There is no such method.");

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}

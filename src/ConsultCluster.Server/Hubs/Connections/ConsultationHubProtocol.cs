using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>
/// SignalR's JSON protocol, except that a call which nothing can be made of gets a refusal with a code and not the answer of a failed server. Such a call goes to
/// <see cref="ConsultationHub.Refused"/>, which no client can name.
/// </summary>
internal sealed class ConsultationHubProtocol(IHubProtocol json) : IHubProtocol
{
    /// <summary>The hub's method that answers with a refusal.</summary>
    public const string RefusedMethod = "(refused)";

    /// <summary>Characters of a method's name that a refusal repeats.</summary>
    private const int MaxName = 40;

    private static readonly FrozenDictionary<string, int> ArgumentsOfMethods = typeof(IConsultationHub).GetMethods()
        .ToFrozenDictionary(method => method.Name, method => method.GetParameters().Length, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Name => json.Name;

    /// <inheritdoc/>
    public int Version => json.Version;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => json.TransferFormat;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(message);

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(message, output);

    /// <inheritdoc/>
    /// <exception cref="HubException">It is no message; SignalR ends the connection and tells the other side why.</exception>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        try
        {
            if (!json.TryParseMessage(ref input, binder, out message))
            {
                return false;
            }
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new HubException($"{RefusalCodes.RequestInvalid}: What was sent is no message of SignalR's JSON protocol.", e);
        }

        message = message switch
        {
            InvocationBindingFailureMessage failure => Refuse(failure.InvocationId, ReasonOf(failure)),
            InvocationMessage call when !ArgumentsOfMethods.ContainsKey(call.Target) => Refuse(call.InvocationId, Unknown(call.Target)),
            _ => message,
        };
        return true;
    }

    private static InvocationMessage Refuse(string? invocation, Refusal refusal) => new(invocation, RefusedMethod, [refusal.Code, refusal.Reason]);

    private static Refusal ReasonOf(InvocationBindingFailureMessage failure)
    {
        if (!ArgumentsOfMethods.TryGetValue(failure.Target, out var arguments))
        {
            return Unknown(failure.Target);
        }

        // Our own words: those of the reader name types of the program.
        return HubCalls.Invalid(failure.BindingFailure.SourceException.InnerException is JsonException { Path: { Length: > 1 and <= MaxName } path }
            ? $"{path[2..]}: Has another form than {failure.Target} takes."
            : $"{failure.Target} takes {arguments} argument{(arguments == 1 ? string.Empty : "s")} of the form that the protocol describes.");
    }

    private static Refusal Unknown(string method) => new(
        RefusalCodes.RequestUnknownMethod, $"The hub has no method {(method.Length > MaxName ? string.Concat(method.AsSpan(0, MaxName), "…") : method)}.");
}

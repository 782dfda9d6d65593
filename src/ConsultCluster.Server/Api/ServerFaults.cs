using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using Microsoft.AspNetCore.Diagnostics;

namespace ConsultCluster.Server.Api;

/// <summary>Turns exceptions into problem details; what is our fault goes into the log, what is the client's does not.</summary>
internal sealed partial class ServerFaults(ILogger<ServerFaults> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, reason) = exception switch
        {
            StorageUnavailableException or StaleGroupException => (
                StatusCodes.Status503ServiceUnavailable, RefusalCodes.StorageUnavailable, StorageRefusal.Of(exception).Reason),
            BadHttpRequestException bad => Describe(bad.StatusCode, IsJsonMistake(bad)),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => Describe(StatusCodes.Status499ClientClosedRequest, false),
            _ => Describe(StatusCodes.Status500InternalServerError, false),
        };

        if (status == StatusCodes.Status500InternalServerError)
        {
            LogFault(exception, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
        }
        else if (status == StatusCodes.Status503ServiceUnavailable)
        {
            LogStorage(exception.Message);
        }

        context.Response.StatusCode = status;
        await Problems.Of(status, code, reason).ExecuteAsync(context);
        return true;
    }

    private static (int Status, string Code, string Reason) Describe(int status, bool jsonMistake)
    {
        var (code, reason) = ProblemStatus.Describe(status);
        return (status, code, jsonMistake ? "The body is not the JSON that this address takes." : reason);
    }

    private static bool IsJsonMistake(BadHttpRequestException bad) => bad.InnerException is System.Text.Json.JsonException;

    [LoggerMessage(1, LogLevel.Error, "{Method} on {Endpoint} failed")]
    private partial void LogFault(Exception exception, string method, string endpoint);

    [LoggerMessage(2, LogLevel.Warning, "Storage is unavailable: {Reason}")]
    private partial void LogStorage(string reason);
}

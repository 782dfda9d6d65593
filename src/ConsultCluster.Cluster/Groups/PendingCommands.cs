using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Groups;

/// <summary>Something that has happened and is to be put on record.</summary>
/// <param name="Terminal">To whom; null when it concerns several.</param>
/// <param name="Decide">Pure; may run more than once.</param>
/// <param name="IsLatest">Only the latest of a terminal counts: it replaces one that waits, if nothing else of the terminal came between.</param>
internal sealed record PendingCommand(TerminalId? Terminal, Func<Group, DateTimeOffset, Decision<Group>> Decide, bool IsLatest = false);

/// <summary>What waits to be put on record, oldest first.</summary>
internal sealed class PendingCommands
{
    private readonly List<PendingCommand> _commands = [];

    public bool IsEmpty => _commands.Count == 0;

    public void Add(PendingCommand command)
    {
        var last = command is { IsLatest: true, Terminal: { } terminal }
            ? _commands.FindLastIndex(one => one.Terminal is null || one.Terminal == terminal)
            : -1;

        // The first may be on its way to the store.
        if (last > 0 && _commands[last] is { IsLatest: true, Terminal: not null })
        {
            _commands[last] = command;
        }
        else
        {
            _commands.Add(command);
        }
    }

    public bool TryPeek([NotNullWhen(true)] out PendingCommand? command)
    {
        command = _commands.Count > 0 ? _commands[0] : null;
        return command is not null;
    }

    public void RemoveFirst() => _commands.RemoveAt(0);
}

import ArgumentParser
import Foundation

/// The program's commands as the argument parser describes them (`--experimental-dump-help`): what manual pages are made of.
struct CommandTree: Decodable {
  /// One command.
  struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  /// One argument, option or flag.
  struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }

    struct Name: Decodable {
      enum Kind: String, Decodable { case long, short, longWithSingleDash }

      var kind: Kind
      var name: String
    }

    var kind: Kind
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
  }

  var command: Command

  /// The tree of this program.
  static func own() throws -> Command {
    try JSONDecoder().decode(Self.self, from: Data(Steelyard._dumpHelp().utf8)).command
  }
}

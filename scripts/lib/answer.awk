# SPDX-License-Identifier: MIT
# answer.awk: what is printed about a message that messages.awk has decided.
#
# Text fits a screen of 80 columns and 24 rows, with the prompt.  What finds no room, the
# least important first, is left out; `all` has everything.

function answer() {
	if (as == "class")
		printf "%s\t%s\t%s\n", verdict, found ? title[found] : key_row ? "the key" : "-", phrase
	else if (as == "json")
		write_json()
	else
		write_text()
}

# said_of_it(KEY): the entry's item, or else its class's.
function said_of_it(name) {
	return found && ((found, name) in text) ? text[found, name] : text[verdict, name]
}

# short(VERDICT): the class, as everything else here calls it.
function short(name) {
	sub(/,.*/, "", name)
	return name
}

# or_else(): what else it may be: as the page has it, and by the next word of the key.
function or_else(   s, other, was) {
	s = text[verdict, "Or"]
	if (found && (found, "Or") in text)
		s = text[found, "Or"] (s == "" ? "" : "\n" s)
	was = phrase
	other = chosen ? 0 : first_row(whole, verdict)
	if (other && index("\n" s, "\n" short(row_class[other]) ",") == 0)
		s = s "\n" short(row_class[other]) ", for it says \"" phrase "\" too."
	phrase = was
	sub(/^\n/, "", s)
	return s
}

# own_shows(): the programs that show just this; "": there is none.
function own_shows() {
	if (found)
		return (found, "Shows") in text ? text[found, "Shows"] : ""
	return shows()
}

# shows(): they, or else those of the class.
function shows() {
	if (found && (found, "Shows") in text)
		return text[found, "Shows"]
	return key_row && row_shows[key_row] != "" ? row_shows[key_row] : text[verdict, "Shows"]
}

# first_program(): the first that is here; else "".
function first_program(   n, i, part) {
	n = split(shows(), part, "`")
	for (i = 2; i <= n; i += 2)
		if (index(programs, " " part[i] " "))
			return part[i]
	return ""
}

function plain(s) {
	gsub(/`/, "", s)
	return s
}

# The first sentence, for the first line.
function first_sentence(s) {
	if (match(s, /[.:] /))
		s = substr(s, 1, RSTART)
	sub(/:$/, ".", s)
	return plain(s)
}

# wrapped(HEAD, TEXT): lines of at most 79 columns.  What stands in backquotes is not
# broken, if it is short enough.
function wrapped(head, s,   n, i, k, word, line, paragraph, m, part, out) {
	m = split(s, paragraph, "\n")
	for (k = 1; k <= m; k++) {
		n = split(paragraph[k], part, "`")
		s = ""
		for (i = 1; i <= n; i++) {
			if (i % 2 == 0 && length(part[i]) < 68)
				gsub(/ /, "\001", part[i])
			s = s part[i]
		}
		n = split(s, word, " ")
		line = sprintf("%-8s", head)
		for (i = 1; i <= n; i++) {
			if (length(line) + length(word[i]) > 78 && length(line) > 8) {
				out = out line "\n"
				line = "        "
			}
			gsub(/\001/, " ", word[i])
			line = line (length(line) > 8 ? " " : "") word[i]
		}
		out = out line "\n"
		head = ""
	}
	return out
}

# language(): who speaks, by the page's list; else C.
function language(   i, name, n) {
	for (i = 1; i <= n_listed["Speakers"]; i++) {
		name = listed["Speakers", i]
		if (!((name, "phrases") in n_words))
			n_words[name, "phrases"] = phrases(text["Speakers", name], "speaker" name)
		if (any(whole, "speaker" name, n_words[name, "phrases"], 200))
			return name
	}
	return "C"
}

# piece(): the code that fits: the entry's own choice, or that of the program or the class.
function piece(   i, name) {
	if (found && (found, "Code") in text)
		return text[found, "Code"]
	name = first_program()
	if (name == "")
		name = verdict
	for (i = 1; i <= n_pieces; i++)
		if (index(text[pieces_of[i], "For"], "`" name "`"))
			return pieces_of[i]
	return "none"
}

# code_for(NAME): the body of that code, in the language of the message; or where to look.
function code_for(name,   tongue, n, i, line, out, on) {
	if (name == "none")
		return ""
	tongue = language()
	if (!((name, tolower(tongue)) in code))
		return wrapped("", "(No " tongue " here; docs/handling.md, section " \
		    text[name, "Section"] ", has it in C and Python.)")
	n = split(code[name, tolower(tongue)], line, "\n")
	for (i = 1; i < n && line[i] !~ /^({|def )/; i++)
		;
	if (tongue == "C")
		for (on = i; on < n; on++)
			if (line[on] == "") # behind the declarations
				i = on
	for (i++; i < n && line[i] !~ /^}/; i++) {
		sub(/^(\t|    )/, "", line[i])
		gsub(/\t/, "    ", line[i])
		out = out "        | " line[i] "\n"
	}
	return out
}

function reason(   s) {
	if (chosen)
		return "Your answer says so."
	if (verdict == "unknown")
		return empty ? "The message is empty." : \
		    "Nothing in it says EAGAIN, nor any word that this page knows."
	if (unsure)
		return "It says EAGAIN" (found ? ". " plain(text[found, "Unsure"]) : ", and names no call and no cause.") \
		    " Three questions decide:"
	s = phrase
	gsub(/\*/, "", s)
	return "It says \"" s "\". " (found ? "Known as: " plain(title[found]) "." : \
	    "No such message is known here; the word alone decides.")
}

function not_eleven(   s) {
	if (verdict ~ /stale|resolver/)
		s = "Errno 11 is NOT the matter here."
	else if (verdict ~ /library/)
		s = "Errno 11 is NOT the matter: it is the library's own state."
	else if (verdict == "contrast")
		s = said ? "It says EAGAIN, and is NOT Linux" q "s EAGAIN." : "This is NOT EAGAIN."
	else if (found && (found, "First") in text)
		s = "This is NOT EAGAIN: the program counts the time itself."
	else if (!said && verdict != "started" && verdict != "unknown")
		s = "Nothing in it says EAGAIN by name or number: check that first."
	if (n_lines > 60 && hits)
		s = n_lines " lines, and " hits " of them say EAGAIN. This is about the last, line " hit "." \
		    (s == "" ? "" : " " s)
	if (foreign != "")
		s = s (s == "" ? "" : " ") "The number is that of another system (" foreign \
		    "): on Linux EAGAIN is 11" (foreign ~ /BSD/ ? ", and 35 is EDEADLK." : ".")
	return s
}

function see(   s, of_class) {
	s = shows()
	if (s == "")
		return "no program here shows it"
	of_class = own_shows() == "" ? "no program here shows just this; its class: " : ""
	if (first_program() == "")
		return plain(s) " (not here yet)"
	sub("^`" first_program() "`( \\([^)]*\\))?(, )?", "", s)
	return of_class "`" me " run " first_program() "`" (s == "" ? "" : "; also " plain(s))
}

# block(NAME, LINES): one part of the answer; NAME says where it stands.
function block(name, lines) {
	part[name] = lines
	rows[name] = gsub(/\n/, "\n", lines)
}

# fill(NAMES, ROOM): those blocks for which there is room, the most important first.
function fill(names, room,   n, i, name, kept) {
	n = split(names, name, " ")
	for (i = 1; i <= n; i++)
		if (rows[name[i]] > 0 && rows[name[i]] <= room) {
			kept = kept " " name[i] " "
			room -= rows[name[i]]
		}
	return kept
}

function questions(   i, s) {
	for (i = 1; i <= n_listed["Three questions"]; i++)
		s = s (i > 1 ? "\n" : "") text["Three questions", listed["Three questions", i]]
	return s
}

function write_text(   name, n, i, kept, s, or) {
	split("", part)
	split("", rows)
	s = unsure ? "most often, but the message alone does not tell." : first_sentence(text[verdict, "Means"])
	block("first", wrapped("", short(verdict) ": " s))
	sub(/^ +/, "", part["first"])
	if ((s = not_eleven()) != "")
		block("note", wrapped("Note", s))
	block("why", wrapped("Why", reason()))
	if (verdict == "unknown")
		block("do", wrapped("Do", text[verdict, "Do"]))
	else if (unsure) {
		block("do", wrapped("", questions()))
		block("see", wrapped("See", see()))
		block("tell", wrapped("Tell", "`" me " why PID`\n" text["wait", "Look"]))
	} else {
		block("cause", wrapped("Cause", found ? text[found, "Cause"] : rest(text[verdict, "Means"])))
		block("do", wrapped("Do", said_of_it("Do")))
		block("code", code_for(piece()))
		block("see", wrapped("See", see()))
		s = verdict ~ /^contrast$|resolver/ ? "" : "`" me " why PID`\n"
		block("tell", wrapped("Tell", s said_of_it("Tell")))
		block("poll", wrapped("poll()", text[verdict, "Poll"]))
		n = split(or_else(), or, "\n")
		for (i = 1; i <= n; i++)
			block("or" i, wrapped(i == 1 ? "Or" : "", or[i]))
		if (found && (found, "Tell") in text)
			block("look", wrapped("Look", text[verdict, "Tell"]))
		if (found && text[found, "Met"] != "")
			block("met", wrapped("Met", text[found, "Met"]))
	}
	block("more", wrapped("More", me " explain --all ...; docs/messages.md, docs/handling.md"))
	kept = fill("first more why do see tell note cause poll code or1 or2" \
	    (as == "all" ? " or3 or4 or5 or6 look met" : " or3"), as == "all" ? 999 : 23)
	n = split("first note cause why do code poll see tell look or1 or2 or3 or4 or5 or6 met" \
	    (as == "all" ? "" : " more"), name, " ")
	for (i = 1; i <= n; i++)
		if (index(kept, " " name[i] " "))
			printf "%s", part[name[i]]
}

# rest(S): what stands behind the first sentence; all of it, if that is all.
function rest(s) {
	if (match(s, /[.:] /))
		s = substr(s, RSTART + 2)
	return s
}

function string(s) {
	gsub(/\\/, "&&", s)
	gsub(/"/, "\\\"", s)
	gsub(/\t/, " ", s)
	gsub(/\n/, "\\n", s)
	return "\"" s "\""
}

function write_json(   n, i, part_of, list, kind) {
	n = split(own_shows(), part_of, "`")
	for (i = 2; i <= n; i += 2)
		if (part_of[i - 1] !~ /\($/)
			list = list (list == "" ? "" : ",") string(part_of[i])
	kind = verdict
	sub(/.*, /, "", kind)
	printf "{\"schema\":1,\"class\":%s,\"kind\":%s,\"sure\":%s,\"entry\":%s,\"words\":%s,\"eagain\":%s,\"system\":%s,\"poll\":%s,\"cause\":%s,\"or\":%s,\"tell\":%s,\"do\":%s,\"programs\":[%s]}\n",
	    string(short(verdict)), kind == verdict ? "null" : string(kind),
	    unsure || verdict == "unknown" ? "false" : "true",
	    found ? string(plain(title[found])) : "null", phrase == "" ? "null" : string(phrase),
	    verdict ~ /stale|resolver|library|^contrast$|started|unknown/ || (found && (found, "First") in text) ? "false" : "true",
	    foreign == "" ? "null" : string(foreign),
	    string(plain(text[verdict, "Poll"])), string(plain(found ? text[found, "Cause"] : text[verdict, "Means"])),
	    string(plain(or_else())), string(plain(said_of_it("Tell"))), string(plain(said_of_it("Do"))), list
}
